package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A factKind is a fact of the practice file that clients ask for.
type factKind int

const (
	noFact factKind = iota
	factLocations
	factBooking
	factContact
	factOnline
	factServices
	factOffered
	factTherapists
	factHours
	factPrice
	factOwn
)

// factAsked tells which fact of the practice folded words ask for. What the file does not know stays a question for the
// articles, which refuse it.
func (t *turn) factAsked(words string) factKind {
	switch {
	case t.ownFact(words) != nil:
		return factOwn
	case hasAny(words, []string{"where are you", "where is your", "where are your", "your address", "the address", "what address",
		"your location", "your locations", "which locations", "what locations", "where is the studio", "where is the spa",
		"where do i go", "how do i get there", "directions", "what cities", "which city", "what city", "where can i find you",
		"where are you located", "where is it located", "do you have a location", "how many locations", "where you located",
		"where r u", "where yall at", "donde estan", "donde queda", "donde quedan", "donde se encuentran", "donde estan ubicados",
		"la direccion", "su direccion", "que direccion", "cual es la ubicacion", "sus ubicaciones", "en que ciudad",
		"en que ciudades", "como llego", "donde es", "donde esta el", "donde los encuentro", "cuantas ubicaciones"}):
		return factLocations
	case hasAny(words, []string{"how do i book", "how can i book", "how to book", "booking link", "book online", "online booking",
		"link to book", "where do i book", "where can i book", "booking page", "how do i make an appointment",
		"how can i make an appointment", "how do i schedule", "text to book", "number to text", "how do you book",
		"como reservo", "como puedo reservar", "como se reserva", "enlace de reserva", "enlace para reservar", "link para reservar",
		"link de reserva", "reservar en linea", "reservar online", "donde reservo", "donde puedo reservar", "como hago una cita",
		"como saco cita", "como agendo", "como puedo agendar", "como pido cita", "donde agendo"}):
		return factBooking
	case hasAny(words, []string{"phone number", "your number", "contact info", "contact details", "how do i contact",
		"how can i contact", "how do i reach", "how can i reach", "your email", "email address", "can i call", "can i text",
		"number to call", "what number", "telefono", "su numero", "que numero", "correo electronico", "como los contacto",
		"como me comunico", "como contacto", "puedo llamar", "numero de contacto", "whats ur number"}):
		return factContact
	case hasAny(words, []string{"website", "web site", "web page", "facebook", "instagram", "social media", "your site", "linkedin",
		"sitio web", "pagina web", "redes sociales", "online presence", "insta"}):
		return factOnline
	case hasAny(words, []string{"what services", "which services", "your services", "what massages", "which massages",
		"what kind of massage", "what kinds of massage", "what types of massage", "types of massage do you", "kinds of massage do you",
		"what do you offer", "list of services", "service list", "services do you", "massages do you offer", "what treatments",
		"menu of services", "que servicios", "sus servicios", "que masajes", "que tipos de masaje", "que tipo de masajes",
		"que ofrecen", "que hacen ustedes", "lista de servicios", "cuales son los servicios", "our services", "nuestros servicios"}):
		return factServices
	case hasAny(words, []string{"your therapists", "who are the therapists", "which therapists",
		"who will massage me", "who does the massage", "who works there", "who gives the massage", "who are your therapists",
		"sus terapeutas", "quienes son los terapeutas", "quien da el masaje", "quien hace el masaje"}):
		return factTherapists
	case t.reading.Place != "" && hasAny(words, []string{"location", "locations", "have", "are you", "is there", "come to", "do you", "any in", "branch", "office", "studio", "near",
		"sede", "sucursal", "tienen", "hay", "estan", "cerca", "local", "atienden"}):
		return factLocations
	case t.serviceAsked(words) != nil:
		return factOffered
	case t.hasHours() && hasAny(words, []string{"hours", "what time do you open", "what time do you close", "when do you open",
		"when do you close", "are you open", "open on", "opening times", "horario", "horarios", "a que hora abren",
		"a que hora cierran", "estan abiertos", "abren los"}):
		return factHours
	case t.priced(words) != nil && hasAny(words, []string{"how much", "price", "prices", "cost", "costs", "rate", "rates", "fee",
		"cuanto cuesta", "cuanto vale", "cuanto sale", "precio", "precios", "tarifa", "tarifas", "cuanto cobran"}):
		return factPrice
	}
	return noFact
}

// fact answers from the practice file.
func (t *turn) fact(ctx context.Context) Reply {
	p := t.bot.practice
	words := fold(t.text)
	book := t.button(LabelBook, Action{Verb: DoBook})
	switch t.factAsked(words) {
	case factOwn:
		return Reply{Text: t.ownFact(words).Answer.In(t.l), Outcome: OfPractice, Buttons: []Button{book}}
	case factLocations:
		return t.places()
	case factBooking:
		r := t.say(TextHowToBook, OfPractice)
		for _, l := range p.Locations {
			if l.BookURL != "" {
				r.Text += "\n" + l.Name + ": " + strings.TrimPrefix(l.BookURL, "https://")
				r.Buttons = append(r.Buttons, Button{Label: t.words(LabelBookAt, "{location}", l.Name), URL: webURL(l.BookURL)})
			}
		}
		if p.TextToBook != "" {
			r.Text += "\n" + t.words(LabelText) + ": " + p.TextToBook
		}
		return r
	case factContact:
		if c := t.bot.contacts(); c != "" {
			return t.say2(TextContact, OfPractice, "{list}", c)
		}
	case factOnline:
		var list []string
		if p.Website != "" {
			list = append(list, p.Website)
		}
		for _, s := range p.Social {
			list = append(list, s.Label+": "+s.URL)
		}
		if len(list) > 0 {
			return t.say2(TextOnline, OfPractice, "{list}", strings.Join(list, ", "))
		}
	case factServices:
		var list []string
		for _, s := range p.Services {
			list = append(list, s.Name.In(t.l))
		}
		if len(list) > 0 {
			r := t.say2(TextServices, OfPractice, "{list}", strings.Join(list, ", "))
			r.Buttons = []Button{book}
			return r
		}
	case factOffered:
		return t.offered(ctx, t.serviceAsked(words))
	case factTherapists:
		if len(p.Therapists) == 0 {
			return t.unknown(TextFactUnknown, "{topic}", t.words(TextTopicStaff))
		}
		var list []string
		for _, th := range p.Therapists {
			s := th.Name
			if about := th.About.In(t.l); about != "" {
				s += " (" + about + ")"
			}
			list = append(list, s)
		}
		return t.say2(TextTherapists, OfPractice, "{list}", strings.Join(list, "; "))
	case factHours:
		return Reply{Text: t.hours(), Outcome: OfPractice, Buttons: []Button{book}}
	case factPrice:
		s := t.priced(words)
		r := t.say2(TextPrice, OfPractice, "{service}", s.Name.In(t.l), "{price}", s.Price)
		r.Buttons = []Button{book}
		return r
	case noFact:
	}
	return t.faq(ctx)
}

func (t *turn) places() Reply {
	p := t.bot.practice
	if len(p.Locations) == 0 {
		return t.unknown(TextUnknown)
	}
	var names, lines []string
	addressed := true
	r := Reply{Outcome: OfPractice}
	for _, l := range p.Locations {
		names = append(names, l.Name)
		if l.Address != "" {
			lines = append(lines, l.Name+": "+l.Address)
		} else {
			addressed = false
		}
		if l.BookURL != "" {
			r.Buttons = append(r.Buttons, Button{Label: t.words(LabelBookAt, "{location}", l.Name), URL: webURL(l.BookURL)})
		}
	}
	r.Text = t.words(TextLocations, "{places}", joined(names, t.and()))
	if t.elsewhereAsked() {
		r.Text, addressed = t.noPlace(), true
	}
	if len(lines) > 0 {
		r.Text += "\n" + strings.Join(lines, "\n")
	}
	if !addressed {
		r.Text += " " + t.words(TextNoAddress)
	}
	return r
}

// offered says that a service is offered, with what the articles say of it.
func (t *turn) offered(ctx context.Context, s *Service) Reply {
	yes := t.words(TextOffered, "{service}", s.Name.In(t.l))
	a, err := t.bot.o.Answerer.Answer(ctx, Question{Text: s.Name.In(t.l), Lang: t.l})
	if err != nil {
		if !errors.Is(err, ErrNoAnswer) {
			t.err = fmt.Errorf("answer: %w", err)
		}
		return Reply{Text: yes, Outcome: OfPractice, Buttons: []Button{t.button(LabelBook, Action{Verb: DoBook})}}
	}
	r := t.answered(a)
	r.Text = yes + "\n\n" + r.Text
	return r
}

// serviceAsked returns the service of "do you offer …?", nil if the words ask for none.
func (t *turn) serviceAsked(words string) *Service {
	if !hasAny(words, []string{"do you do", "do you offer", "do you have", "do you guys do", "do you guys offer", "do you provide",
		"you offer", "can i get", "ofrecen", "hacen", "tienen", "dan masajes", "dan masaje"}) {
		return nil
	}
	if len(strings.Fields(words)) > 8 {
		return nil // a longer question asks for more than whether it is offered
	}
	named := t.bot.o.Reader.Read(t.text, t.now(), FieldService).Request.Service
	for i, s := range t.bot.practice.Services {
		if s.ID == named && named != "" {
			return &t.bot.practice.Services[i]
		}
	}
	return nil
}

// ownFact returns the practice's own fact that the words ask for.
func (t *turn) ownFact(words string) *Fact {
	for i, f := range t.bot.practice.Facts {
		for _, a := range f.Asked {
			if hasWords(words, fold(a)) {
				return &t.bot.practice.Facts[i]
			}
		}
	}
	return nil
}

func (t *turn) hasHours() bool {
	return slices.ContainsFunc(t.bot.practice.Locations, func(l Location) bool { return len(l.Hours) > 0 })
}

// hours spells out the opening hours of every place that has some, one line a place.
func (t *turn) hours() string { return t.hoursAt("") }

// hoursAt is hours for one place only; for all where id is empty.
func (t *turn) hoursAt(id LocationID) string {
	var lines []string
	for _, l := range t.bot.practice.Locations {
		if id != "" && l.ID != id {
			continue
		}
		var parts []string
		for _, h := range l.Hours {
			days := make([]string, len(h.Days))
			for i, d := range h.Days {
				days[i] = weekdayName(d, t.l)
			}
			parts = append(parts, strings.Join(days, ", ")+" "+h.From+"–"+h.To)
		}
		if len(parts) > 0 {
			lines = append(lines, t.words(TextHours, "{place}", l.Name, "{hours}", strings.Join(parts, "; ")))
		}
	}
	return strings.Join(lines, "\n")
}

func weekdayName(d time.Weekday, l Lang) string {
	if l == Spanish {
		return [...]string{"dom", "lun", "mar", "mié", "jue", "vie", "sáb"}[d]
	}
	return d.String()[:3]
}

// priced returns the service that the words name and whose price the file knows.
func (t *turn) priced(words string) *Service {
	for i, s := range t.bot.practice.Services {
		if s.Price == "" {
			continue
		}
		if hasWords(words, fold(s.Name[English])) || hasWords(words, fold(s.Name[Spanish])) || t.reading.Request.Service == s.ID {
			return &t.bot.practice.Services[i]
		}
	}
	return nil
}

func joined(names []string, and string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + and + names[len(names)-1]
}
