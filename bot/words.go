package bot

// The words of commands and short answers, folded (see fold). They route a message; they decide nothing about safety.

func yesWords() []string {
	return []string{"yes", "y", "yep", "yeah", "yup", "sure", "ok", "okay", "k", "right", "correct", "thats right",
		"yes please", "yes thats right", "confirm", "go ahead", "perfect", "great", "sounds good", "looks good", "si",
		"sip", "claro", "correcto", "es correcto", "si es correcto", "si por favor", "vale", "dale", "de acuerdo", "perfecto",
		"asi es", "confirmo", "esta bien", "si gracias", "yes thanks"}
}

// agreedWords say yes to whether a clinician agreed.
func agreedWords() []string {
	return []string{"yes agreed", "they agreed", "yes they agreed", "he agreed", "yes he agreed", "she agreed", "yes she agreed", "they did", "yes they did",
		"he did", "yes he did", "she did", "yes she did", "yes my doctor agreed", "my doctor agreed", "yes my doctor did", "si estan de acuerdo", "estan de acuerdo", "si estuvo de acuerdo",
		"si estuvieron de acuerdo", "si esta de acuerdo", "esta de acuerdo", "si de acuerdo", "si mi medico esta de acuerdo", "si aceptaron"}
}

// moreWords ask for the rest of a reply.
func moreWords() []string {
	return []string{"more", "more please", "the rest", "rest", "read more", "show more", "see more", "mas", "mas por favor", "el resto", "resto", "ver mas", "leer mas"}
}

func noWords() []string {
	return []string{"no", "n", "nope", "nah", "no thanks", "not really", "none", "none of these", "neither", "no gracias",
		"nada", "ninguna", "ninguno", "nada de eso", "ninguna de esas", "no nothing like that", "nothing like that",
		"no none of those", "not yet", "todavia no", "aun no", "no it isnt", "thats wrong", "wrong"}
}

func dropWords() []string {
	return []string{"never mind", "nevermind", "nvm", "forget it", "leave it", "drop it", "cancel", "stop", "quit", "exit",
		"cancel that", "cancel this", "cancel booking", "start over", "dejalo", "dejarlo", "olvidalo", "cancelar", "cancela",
		"mejor no", "ya no", "no importa", "dejemoslo", "changed my mind", "i changed my mind", "cambie de idea"}
}

func helpWords() []string {
	return []string{"help", "menu", "options", "start", "info", "what can you do", "how does this work", "ayuda", "opciones",
		"que puedes hacer", "que puede hacer", "como funciona", "como funciona esto", "commands", "comandos"}
}

func greetWords() []string {
	return []string{"hi", "hello", "hey", "hiya", "hi there", "hello there", "hey there", "good morning", "good afternoon",
		"good evening", "yo", "howdy", "hola", "buenas", "buenos dias", "buenas tardes", "buenas noches", "que tal",
		"hola buenas", "hola que tal", "hola buenos dias", "hola buenas tardes", "saludos", "hi how are you", "how are you",
		"hello how are you", "hey how are you", "hola como esta", "hola como estas", "como estas", "whats up", "what is up", "sup", "wassup", "whats new", "que onda", "que hay", "que pasa", "que mas"}
}

func thanksWords() []string {
	return []string{"thanks", "thank you", "thx", "ty", "thanks a lot", "thank you so much", "many thanks", "cheers",
		"thank you very much", "thanks so much", "gracias", "muchas gracias", "mil gracias", "ok thanks", "ok thank you",
		"great thanks", "perfect thanks", "ok gracias", "vale gracias", "muchisimas gracias", "awesome thanks"}
}

func byeWords() []string {
	return []string{"bye", "goodbye", "bye bye", "see you", "see ya", "good night", "cya", "adios", "hasta luego", "chao",
		"chau", "nos vemos", "hasta pronto", "have a nice day", "have a good day", "que tenga buen dia"}
}

func forgetWords() []string {
	return []string{"forget me", "delete my data", "delete me", "delete my chat", "erase my data", "delete everything",
		"remove my data", "delete all my data", "please forget me", "please delete my data", "olvidame", "olvideme",
		"borrame", "borra mis datos", "borre mis datos", "borrar mis datos", "elimina mis datos", "elimine mis datos",
		"borra mi chat", "borra todo", "borrar todo", "quiero borrar mis datos"}
}

func privacyWords() []string {
	return []string{"privacy", "privacidad", "gdpr", "data protection", "proteccion de datos"}
}

func privacyPhrases() []string {
	return []string{"what do you store", "what do you keep", "what data do you", "do you store", "do you save my",
		"privacy policy", "is this private", "is this confidential", "who can read this", "who reads this",
		"que datos guardas", "que datos guarda", "que guardas", "que guarda de mi", "es confidencial", "es privado esto",
		"esto es privado", "politica de privacidad", "quien lee esto", "quien puede leer esto", "aviso de privacidad"}
}

func humanWords() []string {
	return []string{"person", "human", "agent", "operator", "receptionist", "persona", "humano", "agente", "recepcionista",
		"real person", "a person", "a human", "una persona", "ask the practice", "preguntar a la consulta"}
}

func humanPhrases() []string {
	return []string{"talk to a person", "talk to a human", "speak to a person", "speak to a human", "speak with a person",
		"speak with someone", "talk to someone", "speak to someone", "talk with someone", "real person", "actual person",
		"human being", "speak with a human", "talk with a human", "talk to the owner", "talk to a therapist",
		"speak to a therapist",
		"hablar con alguien", "hablar con una persona", "hablar con un humano", "hablar con el terapeuta",
		"hablar con la terapeuta", "persona real", "pasame con", "paseme con"}
}

func callWords() []string {
	return []string{"call me", "please call me", "call me please", "call me back", "can you call me", "could you call me", "phone me",
		"ring me", "call", "a call", "phone call", "llamame", "llameme", "llamenme", "que me llamen", "una llamada", "me llaman",
		"pueden llamarme", "me pueden llamar", "llamame por favor", "llameme por favor", "llamenme por favor"}
}

func callPhrases() []string {
	return []string{"call me back", "call me please", "please call me", "call me at", "call me on", "can someone call me",
		"can somebody call me", "could somebody call me", "could someone call me", "can you call me", "could you call me",
		"have someone call", "have somebody call", "give me a call", "want a call", "would like a call", "want to be called",
		"ring me at", "ring me on", "phone me at", "phone me on", "que me llamen", "pueden llamarme", "puede llamarme", "me pueden llamar",
		"me puede llamar", "llamame al", "llameme al", "llamenme al", "me llamen al", "quiero que me llamen", "quiero una llamada"}
}

func resumeWords() []string {
	return []string{"assistant", "the assistant", "resume", "bot", "the bot", "back to the assistant", "asistente", "el asistente",
		"volver al asistente", "el bot"}
}

func whoPhrases() []string {
	return []string{"what is your name", "whats your name", "do you have a name", "como te llamas", "cual es tu nombre", "como se llama usted", "are you chatgpt", "is this chatgpt",
		"que eres", "are you a robot", "are you a bot", "are you human", "are you real", "are you a real person", "who are you",
		"what are you", "is this a bot", "is this a robot", "am i talking to a person", "are you an ai", "are you ai",
		"is this automated", "eres un robot", "eres un bot", "eres humano", "eres humana", "es usted un robot",
		"eres una persona", "quien eres", "quien es usted", "estoy hablando con un robot", "es un bot"}
}

func changeWords() []string {
	return []string{"change", "change it", "change that", "change something", "edit", "fix it", "not quite", "almost", "that is wrong", "cambiar", "cambialo",
		"cambiar algo", "cambia algo", "no del todo", "casi", "no es correcto", "esta mal", "no esta bien"}
}

// dropPhrases leave a running booking wherever they stand in a short message.
func dropPhrases() []string {
	return []string{"never mind", "nevermind", "nvm", "forget it", "forget about it", "forget the booking", "forget this", "cancel that", "cancel this", "cancel it",
		"cancel the booking", "cancel the request", "cancel booking", "cancel my request", "cancel my booking", "dont book", "do not book", "dont want to book",
		"dont want it", "stop this", "stop the booking", "stop booking", "changed my mind", "change my mind", "drop it", "drop this", "leave it", "scrap it",
		"scrap that", "not anymore", "not any more", "maybe later", "another time maybe", "some other time", "ill come back later", "let me think", "i need to think",
		"ill think about it", "dejalo", "dejelo", "dejemoslo", "olvidalo", "olvidelo", "olvida eso", "olvida la reserva", "cancela eso", "cancelalo",
		"cancela la reserva", "cancelar la reserva", "cancela todo", "ya no quiero", "no quiero reservar", "mejor no", "cambie de opinion", "cambie de idea",
		"en otro momento", "mas tarde lo hago", "lo pienso", "lo voy a pensar", "no reserves", "no lo reserves"}
}

func againPhrases() []string {
	return []string{"same as last time", "same as before", "same as always", "same as usual", "the usual", "my usual", "same thing as last time", "same again", "same thing again",
		"like last time", "repeat my last", "repeat the last", "rebook the same", "book the same", "the same massage as", "what i had last time", "same as my last",
		"lo mismo que la ultima vez", "lo mismo que la vez pasada", "lo mismo de siempre", "lo de siempre", "igual que la ultima vez", "igual que la vez pasada",
		"como la ultima vez", "como la vez pasada", "lo mismo que antes", "lo mismo otra vez", "lo mismo de la otra vez", "repetir lo de la ultima vez"}
}

// statusAsked reports whether words ask whether there is an appointment: by a phrase, or as "is my Friday appointment confirmed".
func statusAsked(words string) bool {
	return hasAny(words, statusPhrases()) || hasAny(words, []string{"is my", "is our", "are my", "mi cita", "mi turno", "mi reserva"}) &&
		hasAny(words, []string{"confirmed", "booked", "scheduled", "reserved", "still on", "confirmada", "confirmado", "agendada", "agendado", "reservada", "sigue en pie"})
}

func statusPhrases() []string {
	return []string{"am i booked", "am i confirmed", "am i scheduled", "am i all set", "am i down for", "am i still on", "is it booked", "is it confirmed", "is that booked",
		"is that confirmed", "is this booked", "is this confirmed", "is it done", "is it reserved", "is everything booked", "is my appointment", "is my booking",
		"is my massage booked", "is my massage confirmed", "is my reservation", "did my booking", "did my appointment", "did my request", "did my reservation",
		"did it go through", "did that go through", "did you book", "have you booked", "have i been booked", "was i booked", "are we booked", "are we confirmed",
		"have i booked", "do i have an appointment", "do i have a booking", "do i have an appt", "when is my appointment", "when is my massage", "when is my appt",
		"whens my appointment", "what time is my appointment", "what time is my massage", "what day is my appointment", "confirm my appointment",
		"check my appointment", "status of my", "so im booked", "so i am booked", "so its booked", "do you have me down", "do you see my appointment",
		"estoy agendada", "estoy agendado", "estoy reservada", "estoy reservado", "estoy confirmada", "estoy confirmado", "estoy apuntada", "estoy apuntado",
		"quedo reservado", "quedo reservada", "quedo agendado", "quedo agendada", "quede agendado", "quede agendada", "quedo confirmado", "quedo confirmada",
		"ya quedo", "esta reservado", "esta reservada", "esta confirmado", "esta confirmada", "esta agendado", "esta agendada", "me reservaron", "me agendaron",
		"me confirmaron", "tengo cita", "tengo una cita", "tengo alguna cita", "tengo reserva", "tengo una reserva", "cuando es mi cita", "a que hora es mi cita",
		"que dia es mi cita", "confirmar mi cita", "sigue en pie mi cita", "sigue mi cita"}
}

func doctorPhrases() []string {
	return []string{"are you a doctor", "are you doctor", "are you a nurse", "are you a therapist", "are you a physician", "are you a massage therapist",
		"are you a real doctor", "are you a medical", "are you a physio", "are you licensed", "are you qualified", "are you a professional", "are you medically", "are you a clinician",
		"r u a doctor", "do you have medical training", "eres doctor", "eres doctora", "eres medico", "eres medica", "eres enfermera", "eres enfermero",
		"eres terapeuta", "eres masajista", "es usted medico", "es usted medica", "es usted doctor", "es usted doctora", "usted es medico", "usted es doctor",
		"usted es doctora", "usted es terapeuta", "es usted terapeuta", "eres profesional", "eres un medico", "eres un doctor", "eres una doctora"}
}
