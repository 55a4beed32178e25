package guard

import (
	"regexp"
	"slices"
	"strings"
)

// A ban is a shape of sentence that may never be said. Unless is a shape that excuses it; passage: it may be said where a
// cited passage has the same shape.
type ban struct {
	reason  Reason
	shape   *regexp.Regexp
	unless  *regexp.Regexp
	passage bool
}

// bans are read on folded text. They stand in one list for both languages: a model that answers in the wrong one is no
// safer for it.
var (
	banDose = regexp.MustCompile(`\b\d+([.,]\d+)? ?(mg|mcg|ml|g|iu|grams?|milligrams?|miligramos|mililitros|gotas|drops)\b|\b(times|x) (a|per) day\b|\bveces (al|por) dia\b|\bevery (\w+ )?(hours?|minutes?|days?|\d+)\b|\bcada (\w+ )?(horas?|minutos?|dias?)\b|\b(pills?|tablets?|capsules?|pastillas?|tabletas?|capsulas?|comprimidos?|dosis|doses?|dosage)\b|` +
		`\b(take|taking|try|use|increase|tome|tomar|toma|use)\b.{0,30}\b(ibuprofen\w*|aspirin\w*|acetaminophen|paracetamol|tylenol|advil|naproxen\w*|medicat\w*|medicines?|meds|painkillers?|relaxants?|relajantes?|analgesicos?|medicament\w*|medicinas?)\b|` +
		`\b(stop|quit|skip|deje|deja|dejar|suspenda|suspender)\b.{0,25}\b(medicat\w*|medicines?|meds|pills?|medicament\w*|medicinas?|tratamiento|treatment)\b`)
	banScope = regexp.MustCompile(`\b(therapists?|masseuses?|masseurs?|we|practice|terapeutas?|masajistas?|centro)\b.{0,25}\b(prescrib\w+|diagnos\w+|inject\w*|operates?|perform surgery|recet\w+|prescrib\w+|diagnostic\w+|inyect\w+|oper(a|an|ar))\b`)
	banCure  = regexp.MustCompile(`\b(guarante\w*|promise\w*|garanti\w*|prometemos|promet\w*)\b|\b(pain[- ]free|for good|once and for all|for ever|forever|miracle\w*|para siempre|de una vez por todas|milagro\w*|sin dolor para)\b|\bwill (be )?(cure|heal|fix|eliminate|end|solve|get rid)\w*\b|\b(100 ?%|cien por ciento)|\b(curara|sanara|eliminara|quitara)n?\b|\bno (le |te )?(volvera|vuelve) a doler\b|\bcures? (your|the|all|any|every\w+|anything|chronic|back|neck|arthritis)\b|\b(can|could|may|will) cure\b|\b(be|is|are|get) (completely |fully )?cured\b|\bse (puede )?cura(r|n)? (con|completamente|del todo)\b|\bcura (el|la|su|los|las) \w+`)
	// "no cure" and "cannot be cured" are the opposite of a promise.
	banCureUnless = regexp.MustCompile(`\b(no|not|never|cannot|without|nunca|sin) (\w+ ){0,3}(cur\w+)\b|\bno (se )?(puede\w* )?cur\w+`)
	banSafe       = regexp.MustCompile(`\b(you|it|massage|this|that) ?(are|re|is|s|'s|'re|will be|would be|'ll be)? (perfectly |completely |totally |quite |absolutely |very )?(safe|fine|harmless|not serious|not dangerous|nothing serious|healthy enough)\b|\bsafe (for you|to have|to get|to come|for everyone|for every)\b|\b(nothing|no need) to worry\b|\b(do not|don't|dont|needn't|no need to) worry\b|\bno (risks?|dangers?)\b|\brisk[- ]free\b|\bsafe for\b|\bis (always )?safe\b|` +
		`\b(no need|do(es)? not (need|have)|don't (need|have)|need not|needn't|not necessary|unnecessary|without|instead of|rather than|ignore|skip|forget|cancel)\b.{0,30}\b(doctor\w*|medical|physician\w*|clinician\w*|hospital|emergency|professional advice|healthcare)\b|` +
		`\b(no se preocupe|no te preocupes|no hay (de que|por que|motivo|riesgo|peligro)|puede estar tranquil\w+|este tranquil\w+|tranquil[oa]\b|no es nada|no es grave|nada grave|sin riesgo|sin peligro|es (muy |totalmente |completamente )?segur[oa]|esta(ra)? a salvo|estara bien|inofensiv\w+)\b|` +
		`\b(no (hace falta|necesita|tiene que|es necesario|debe|hay que)|sin|en vez de|en lugar de|ignore|olvide)\b.{0,30}\b(medic[oa]s?|doctora?|hospital|urgencias|consejo|profesional)\b`)
	banBooking = regexp.MustCompile(`\b(i|we)('ve| have|'ll| will| just|'d)? ?(already |just )?(book(ed)?|reserv(e|ed)|schedul(e|ed)|put you|mov(e|ed)|cancel(l?ed)?|chang(e|ed) your)\b|\b(your|the) (\w+ )?(appointment|booking|reservation|slot|spot|session|massage)\b.{0,20}\b(is|are|was|has been|'s) (now )?(confirmed|booked|set|scheduled|reserved|cancel\w+|moved|all set)\b|\byou('re| are)? (now )?(booked|confirmed|scheduled|all set)\b|\bsee you (on|at|tomorrow|soon|then|mon|tue|wed|thu|fri|sat|sun)|\b(we|i) have (an? |one |some |two )?(opening|openings|slot|slots|availability|spot|free time)|\b(is|are) (available|free|open) (on|at|tomorrow|today|this|next)\b|` +
		`\b(su|tu|la) (cita|reserva|sesion|reservacion)\b.{0,25}\b(confirmad\w+|reservad\w+|agendad\w+|program\w+|cancelad\w+|lista|hecha)\b|\b(le|te|lo|la) (he )?(reserv(e|ado|amos)|agend(e|ado|amos)|apart(e|ado|amos)|anot(e|ado|amos))\b|\bya (esta|quedo|queda|tiene) (su |tu |la |una )?(cita|reserva|lugar|confirmad\w+|reservad\w+|agendad\w+)|\b(lo|la|le|te) esperamos\b|\btenemos (un |una |el )?(hueco|lugar|espacio|disponib\w+|cita)|\bhueco libre\b|\bnos vemos (el|manana|a las)`)
	banPractice = regexp.MustCompile(`[$€£]|\b(usd|dollars?|bucks|euros?|dolares|pesos|price[sd]?|costs?|fees?|discounts?|charged?|refund\w*|coupons?|gift cards?|free of charge|deposit|insurance|precios?|cuestan?|costo|tarifas?|descuentos?|reembols\w*|cobr\w+|deposito|seguro medico|tarjetas? de regalo|gratis)\b|\b\d{1,2}(:\d\d)? ?(am|pm|a\.m|p\.m|hrs|h)\b|\b(open|opens|close|closes|closed) (from|at|on|until|daily|every|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*)\b|\b(abrimos|cerramos|abierto|cerrado|abre|cierra)\b|\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miercoles|jueves|viernes|sabado|domingo)s?\b|\b(cancellation|late|no[- ]show) (policy|fee)|\b(politica) de cancel\w+|\b\d+ (\w+ )?(street|st|avenue|ave|road|blvd|suite|calle|avenida)\b|\b\d+ (hours'?|horas) (notice|before|antes)`)
	banOrders   = regexp.MustCompile(`\b(system prompt|my (instructions|prompt|rules|orders|guidelines)|as an ai|language model|openai|chatgpt|gpt|i am an ai|i'm an ai|jailbreak|developer mode|ignore (all|any|the|previous|prior|my|your)|disregard|override|unrestricted|no restrictions|instructions? (say|are|were)|as (you )?(instructed|ordered|requested|told)|here is (the|my) (prompt|secret)|api[ _-]?key|password|hacked|pwned|passages?|json|` +
		`mis (instrucciones|reglas|ordenes)|prompt|modelo de lenguaje|inteligencia artificial|ignor[ae] (las|los|todo|todas|a)|instrucciones (anteriores|previas|del sistema)|como (me )?(pidio|ordeno|indico)|contrasena|clave secreta|modo desarrollador|sin restricciones)\b|<[a-z/!]|\{\{|\$\{|javascript:`)
	banDiagnosis = regexp.MustCompile(`\b(sounds?|looks?|seems?|appears?) (like|to be|that you|to have|as if)\b|\byou (seem|appear)\b|\b(you|your \w+) (may|might|could|probably|likely|clearly|definitely|must|do|are|is|surely|certainly)? ?(probably |likely |also )?(have|has|are having|suffer\w*|are suffering|developed|been diagnosed)\b|\byou('ve| have) got\b|\byour (\w+ ){0,3}(is|are|was|may be|might be|could be|must be|comes?) (\w+ )?(from |due to |caused by |because of |a sign |called |chronic|acute|sciatica|arthritis|a (herniated|slipped|pinched|strain|pulled|muscle|trigger|torn))|\b(diagnos(is|e|ed)|it'?s (probably|likely|clearly|definitely|just) |this (is|means) (a|an|your|that you)|what you (have|describe|feel) is|a sign (of|that)|indicates? that)|` +
		`\b(parece que (usted |tu )?|usted (probablemente |seguramente )?(tiene|padece|sufre)|lo suyo (es|parece)|lo que (tiene|describe|siente) es|(su|tu) (dolor|espalda|cuello|problema|molestia) (es|viene|se debe|parece|suena|tiene)|suena a|es (senal|sintoma) de|diagnostic\w+|se trata de un[ao]?|probablemente (tiene|tenga|sea|es)|seguramente (tiene|es)|tiene usted|padece|sufre de)\b`)
	// "If you have …" asks, "you have" states.
	banDiagnosisUnless = regexp.MustCompile(`\b(if|when|whether|in case|before|where|should) (\w+ ){0,4}(you|your)\b.{0,20}|\bsi (\w+ ){0,3}(tiene|siente|sufre|padece)\b|\bcuando (\w+ ){0,3}(tiene|siente|sufre|padece)\b|\bhow severe|\bcause of your`)
)

func bans() []ban {
	return []ban{
		{reason: Orders, shape: banOrders},
		{reason: Dose, shape: banDose},
		{reason: Dose, shape: banScope},
		{reason: CurePromise, shape: banCure, unless: banCureUnless},
		{reason: Reassurance, shape: banSafe},
		{reason: BookingClaim, shape: banBooking},
		{reason: PracticeClaim, shape: banPractice, passage: true},
		{reason: Diagnosis, shape: banDiagnosis, unless: banDiagnosisUnless},
	}
}

// refuse says whether the sentence has a shape that may not be said.
func (x *lexicon) refuse(sentence string, cited []Passage) Verdict {
	text := strings.Join(strings.Fields(fold(sentence)), " ")
	for _, b := range bans() {
		hit := b.shape.FindString(text)
		if hit == "" || b.unless != nil && b.unless.MatchString(text) {
			continue
		}
		if b.passage && slices.ContainsFunc(cited, func(p Passage) bool { return strings.Contains(fold(p.Text), hit) }) {
			continue
		}
		if b.reason == Diagnosis && !x.namesCondition(sentence) && !strings.Contains(hit, "diagnos") && !strings.Contains(hit, "suffer") && !strings.Contains(hit, "sufre") {
			continue // "you have several to choose from"
		}
		return Verdict{b.reason, hit}
	}
	return Verdict{}
}

// namesCondition reports whether the sentence names what only a clinician may say somebody has.
func (x *lexicon) namesCondition(sentence string) bool {
	return slices.ContainsFunc(x.tokens(sentence), func(t token) bool { return x.condition[t.key] })
}
