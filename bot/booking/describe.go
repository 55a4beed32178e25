package booking

import (
	"strings"

	"knead/bot"
)

// described reads a kind of massage that is told by what is done: "stretch me out on the table", "los vasitos en la espalda",
// "warm pebbles". Only what the practice offers is read.
func (p *parse) described(i int) (mention, int) {
	id, n := bot.ServiceID(""), 1
	switch t := p.tok(i).text; {
	case p.tok(i).kind != wordToken:
	case strings.HasPrefix(t, "stretch") || strings.HasPrefix(t, "estir"):
		for j := i + 1; j < min(i+7, len(p.toks)) && p.tok(j).kind == wordToken && !p.used[j]; j++ {
			if p.among(j, "table camilla mesa") {
				id, n = "table-stretch", j+1-i
			}
		}
		if n == 1 && (p.among(i-1, "assisted professional get somebody someone") || p.among(i+1, "asistido asistida")) {
			id, n = "table-stretch", 1+b2i(p.among(i+1, "asistido asistida"))
		}
	case p.among(i, "vasitos vasos copitas vasito chupones") && (p.among(i-1, "los las con de esos unos") || p.near(i, 4, "masaje", "terapia")),
		p.among(i, "cups") && p.among(i-1, "little glass suction those sucky fire round"), p.among(i, "suction") && p.among(i+1, "cup cups therapy thing"):
		id, n = "cupping", 1+b2i(p.among(i, "suction"))
	case p.among(i, "hot warm heated volcanic") && p.among(i+1, "rock rocks stone stones pebble pebbles lava"):
		id, n = "hot-stone", 2
	case p.among(i, "piedras piedritas rocas piedra lajas") && p.among(i+1, "calentitas calentadas tibias calientitas calientes volcanicas caliente"):
		id, n = "hot-stone", 2
	case p.among(i, "trigger pressure knot") && p.among(i+1, "spots spot knots zones areas"), p.among(i, "puntitos puntos nudos") && (p.among(i+1, "gatillos gatillo") || p.among(i+1, "de") && p.among(i+2, "gatillo dolor")):
		id, n = "trigger-point", 2
	case (p.among(i, "thai tailandes tailandesa")) && p.among(i+1, "one style kind thing"):
		id, n = "thai-yoga", 2
	}
	if id == "" || !p.offers(id) {
		return mention{}, 0
	}
	return mention{kind: serviceMention, service: id}, n
}

// offers reports whether the practice has a service.
func (p *parse) offers(id bot.ServiceID) bool {
	for _, s := range p.r.services {
		if s.service == id {
			return true
		}
	}
	return false
}
