package guard

import "regexp"

// addressed are shapes of text that talks to a machine instead of to a client, in English and Spanish.
var addressed = regexp.MustCompile(`(?i)\b((override|instructions?|commands?|prompts?|admin|root|update|important|urgente?|instrucci[oó]n(es)?|orden|importante):|system ?(prompt|message|note|override)?:|assistants?:|\[?(inst|system|admin|override)\]|note to (the )?(ai|assistant|bot|model|chatbot)|(dear|attention|hey|hello) (ai|assistant|bot|model|chatbot)|language model|\bLLM\b|chatbots?|chatgpt|` +
	`(ignore|disregard|forget|override|bypass) (all|any|the|every|everything|previous|prior|your|these|those|above|earlier)\b|(new|secret|hidden|real|updated|following|previous|these|your) (instructions?|rules?|orders?|directives?|guidelines)|from now on|you are now|act as|pretend (to|that|you)|role[- ]?play|developer mode|jailbreak|` +
	`(tell|inform|assure|convince|promise|remind|ask|advise) (the|every|all|any|each|our|your) (client|user|reader|customer|visitor|patient|person|people)s?\b|(clients?|users?|readers?|customers?|visitors?|patients?) (must|should|have to|are to|need to) be (told|informed|assured|asked|advised)|` +
	`(always|only|just|must|please|simply|instead|you should|you must) (say|answer|reply|respond|mention|write|output|print|repeat|include|append|add|state|claim)\b|(in|to|of) (your|the|every|each|any) (answer|reply|response|output)s?\b|(reply|respond|answer) (with|only|that|in|by|yes|no)\b|(repeat|print|output|say|write|quote|copy) (after me|the following|this|exactly|verbatim|these words|that)|do not (mention|say|tell|reveal|cite|answer)|when (asked|answering|a (client|user))|begin (system|instructions?)|end of (article|passage|text|document)|` +
	`sistema:|asistente:|nota para (la ia|el asistente|el modelo|el bot)|(estimad[oa]|atencion|atención|hola),? (ia|asistente|modelo|bot)|modelo de lenguaje|ignor[ae]r? (todo|todas|todos|las|los|tus|sus|cualquier)|olvid[ae] (todo|todas|todos|las|los|tus|sus)|(nuevas|estas|tus|sus|siguientes) (instrucciones|reglas|ordenes|órdenes)|a partir de ahora|desde ahora|ahora eres|act[uú]a como|finge|modo desarrollador|` +
	`(dile|diga|dígale|digale|decir|informa|informe|asegura|asegúrale|asegure|recomi[eé]nda(le)?|promete(le)?) (al|a los|a las|a la|a tod[oa]s|a cada|siempre|que) ?(client|usuari|lector|pacient|person)?|(responde|responda|contesta|conteste|escribe|escriba|repite|repita|imprime|imprima|añade|agrega|agregue|menciona|mencione) (siempre|solo|con|que|en|esto|lo siguiente|exactamente|tus|sus|sí|si|al|el|la)|en (tu|su|cada|la|toda) respuesta|cuando (te|le|alguien) pregunt)`)

// Addressed reports whether a passage talks to a machine. Nothing is worded from such a passage: what follows an order in it
// cannot be told from a fact, so the passage can prove nothing.
func Addressed(text string) bool { return addressed.MatchString(text) }
