package booking

import "strings"

// cliticVerb reads a Spanish verb with its pronouns grown on, "pospóngamela", "pásalas", "aplácenme": what such a verb does to a
// visit; empty for none. Without pronouns the verbs stand in lexicon/cues.txt.
func cliticVerb(w string) symbol {
	for _, c := range [...]string{"mela", "melo", "nosla", "noslo", "sela", "selo", "me", "la", "lo", "las", "los", "nos", "le"} {
		stem, ok := strings.CutSuffix(w, c)
		if !ok || len(stem) < 4 {
			continue
		}
		switch strings.TrimSuffix(strings.TrimSuffix(stem, "n"), "d") { // "aplacen" is "aplace" said to several
		case "aplaza", "aplace", "aplazar", "pospo", "pospone", "posponga", "posponer", "retrasa", "retrase", "retrasar", "atrasa", "atrase", "atrasar",
			"adelanta", "adelante", "adelantar", "reprograma", "reprograme", "reprogramar", "reagenda", "reagende", "reagendar", "recorre", "recorra", "recorrer":
			return "reschedule"
		case "cambia", "cambie", "cambiar", "mueve", "mueva", "mover", "move", "pasa", "pase", "pasar", "corre", "corra", "correr", "muda", "mude", "mudar",
			"traslada", "traslade", "trasladar", "brinca", "brinque":
			return "shift"
		case "cancela", "cancele", "cancelar", "anula", "anule", "anular", "elimina", "elimine", "eliminar", "borra", "borre", "borrar", "suspende", "suspenda", "suspender", "tacha", "tache", "tachar":
			return "cancel"
		case "quita", "quite", "quitar":
			if c == "me" || c == "nos" {
				return "cancel"
			}
		}
	}
	return ""
}
