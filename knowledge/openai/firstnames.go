package openai

import "strings"

// isFirstName reports whether a word is one of the first names that are common in the United States and among speakers of
// Spanish, in small or capital letters. Names that are words of their own, or places, are left out: where a sentence begins
// with one ("Dolores", "Joy", "Virginia") nothing tells which it is, and after "I'm" a capital is enough (mask.go). The
// list is our own, written from general knowledge.
func isFirstName(word string) bool {
	switch strings.ToLower(word) {
	case "aaron", "aarón", "abby", "abigail", "adam", "adrian", "adriana", "adrián", "adán", "agnes", "agustín", "aiden", "alan", "albert",
		"alejandra", "alejandro", "alex", "alexa", "alexandra", "alexis", "alfred", "alfredo", "alice", "alicia", "alison",
		"allison", "alonso", "alvaro", "amanda", "amelia", "amy", "ana", "anabel", "anastasia", "anderson", "andrea", "andres", "andrew",
		"andrés", "andy", "angela", "angelica", "angelina", "angélica", "anita", "ann", "anna", "anne", "annie", "anthony", "antonia",
		"antonio", "araceli", "ariana", "arnold", "arthur", "ashley", "aubrey", "audrey", "ava", "barbara", "beatrice", "beatriz",
		"beatríz", "becca", "becky", "belen", "belinda", "belén", "ben", "benito", "benjamin", "bernard", "bernardo", "bertha", "beth",
		"bethany", "betty", "beverly", "bob", "bonnie", "brad", "bradley", "brandon", "brenda", "brendan", "brian", "brianna", "bridget",
		"brittany", "bruce", "bryan", "caleb", "calvin", "cameron", "camila", "candace", "carina", "carl", "carla", "carlos", "carmen",
		"carol", "carole", "caroline", "carolyn", "carrie", "casey", "cassandra", "catalina", "catherine", "cathy", "cecilia", "cesar",
		"charles", "charlie", "chelsea", "cheryl", "chloe", "chris", "christian", "christina", "christine", "christopher", "cindy",
		"claire", "clara", "claudia", "claudio", "colleen", "connie", "connor", "craig", "cristian", "cristina", "cristián", "cristóbal",
		"curtis", "cynthia", "césar", "damian", "damián", "dan", "dana", "daniel", "daniela", "danielle", "danny", "darlene", "darren",
		"dave", "david", "deanna", "debbie", "deborah", "debra", "delia", "denise", "dennis", "derek", "desiree", "diana", "diane",
		"diego", "dominic", "donald", "donna", "doris", "dorothy", "doug", "douglas", "duane", "dustin", "dylan", "débora", "ed", "eddie",
		"edgar", "edith", "eduardo", "edward", "edwin", "efraín", "eileen", "elaine", "eleanor", "elena", "elias", "elijah", "elisa",
		"elizabeth", "elián", "ella", "ellen", "ellie", "eloise", "elsa", "elvira", "elías", "emilia", "emilio", "emily", "emma",
		"enrique", "eric", "erica", "erik", "erika", "erin", "ernest", "ernesto", "esteban", "estefanía", "estela", "esther", "ethan",
		"eugene", "eva", "evan", "evelyn", "fabian", "fabián", "fatima", "federico", "felicia", "felipe", "felix", "fernanda", "fernando",
		"francesca", "francis", "francisca", "francisco", "frank", "fred", "freddy", "frederick", "fátima", "félix", "gabriel", "gabriela",
		"gabriella", "gail", "gary", "gavin", "geoff", "george", "gerald", "gerardo", "germán", "gilbert", "gilberto", "gina", "giovanni",
		"gladys", "glenn", "gloria", "gonzalo", "gordon", "greg", "gregory", "greta", "guillermo", "gustavo", "hannah", "harold", "harry",
		"heather", "hector", "heidi", "helen", "helena", "henry", "herbert", "hernan", "hernán", "hilda", "howard", "hugo", "héctor",
		"ian", "ignacio", "ines", "ingrid", "inés", "irene", "irma", "isaac", "isabel", "isabella", "isabelle", "ismael", "ivan", "iván",
		"jack", "jackie", "jacob", "jacqueline", "jaime", "jake", "james", "jamie", "jan", "jane", "janet", "janice", "jared", "jasmine",
		"jason", "javier", "jay", "jean", "jeanette", "jeff", "jeffrey", "jenna", "jennifer", "jenny", "jeremy", "jerome", "jerry",
		"jesse", "jessica", "jill", "jim", "jimena", "jimmy", "joan", "joana", "joann", "joanna", "joanne", "joaquin", "joaquín",
		"jocelyn", "joe", "joel", "johanna", "john", "johnny", "jon", "jonathan", "jordan", "jorge", "jose", "josefina", "joseph",
		"josephine", "josh", "joshua", "josue", "josué", "josé", "joyce", "juan", "juana", "juanita", "judith", "judy", "julia", "julian",
		"juliana", "julie", "juliet", "julieta", "julián", "justin", "karen", "karina", "karl", "karla", "kate", "katherine",
		"kathleen", "kathryn", "kathy", "katie", "katrina", "kayla", "keith", "kelly", "kelsey", "ken", "kendra", "kenneth", "kenny",
		"kevin", "kim", "kimberly", "kristen", "kristin", "kristina", "kristy", "kyle", "larry", "laura", "lauren", "laurie", "lawrence",
		"leah", "leandro", "leila", "lena", "leon", "leonard", "leonardo", "leonor", "leslie", "leticia", "lewis", "liam", "lidia",
		"linda", "lindsay", "lindsey", "lisa", "liz", "liza", "logan", "lois", "lola", "lorena", "lorenzo", "lori", "lorraine", "louis",
		"louise", "lucas", "lucia", "luciana", "luciano", "lucy", "lucía", "luis", "luisa", "luke", "lupe", "luís", "lydia", "lynn",
		"mabel", "maddie", "madeline", "magdalena", "maggie", "maia", "maite", "manuel", "manuela", "marc", "marcela", "marcelo", "marcia",
		"marco", "marcos", "marcus", "margaret", "margarita", "maria", "mariana", "maribel", "marie", "marilyn", "mario", "marion",
		"marisa", "marisol", "marjorie", "marlene", "marta", "martha", "martin", "martina", "martín", "marvin", "mary", "maría", "mateo",
		"mathew", "matias", "matilda", "matt", "matthew", "matías", "maureen", "mauricio", "maya", "megan", "melanie", "melissa",
		"mia", "micaela", "michael", "micheal", "michele", "michelle", "miguel", "mike", "mildred", "mindy", "miranda", "miriam",
		"mitchell", "moisés", "molly", "monica", "monique", "muriel", "myra", "mónica", "nadia", "nancy", "naomi", "natalia", "natalie",
		"natasha", "nate", "nathan", "nathaniel", "neil", "nestor", "nicholas", "nick", "nicky", "nicolas", "nicole", "nicolás", "nina",
		"noah", "noel", "noelia", "noemi", "nora", "norma", "norman", "noé", "nuria", "núria", "octavio", "olga", "oliver", "olivia",
		"omar", "oscar", "osvaldo", "owen", "pablo", "pam", "pamela", "paola", "patricia", "patricio", "patrick", "patty", "paul", "paula",
		"paulina", "pauline", "pedro", "peggy", "pete", "peter", "phil", "philip", "phillip", "phyllis", "priscilla", "rachel", "rafael",
		"ramiro", "ramon", "ramona", "ramón", "randy", "raquel", "raul", "raymond", "raúl", "rebeca", "rebecca", "regina", "renata",
		"rene", "renee", "rené", "ricardo", "richard", "rick", "ricky", "rita", "robert", "roberta", "roberto", "rocio", "rocío", "rodney",
		"rodolfo", "rodrigo", "roger", "roland", "ron", "ronald", "rosalind", "rosemary", "roxanne", "ruben", "rubén", "russell", "ruth",
		"ryan", "sabrina", "sally", "sam", "samantha", "samuel", "sandra", "santiago", "sara", "sarah", "saul", "saúl", "scott", "sean",
		"sebastian", "sebastián", "selena", "sergio", "seth", "shannon", "sharon", "shaun", "shawn", "sheila", "shelley", "sheri",
		"sherry", "shirley", "silvia", "simon", "simone", "sofia", "sofía", "sonia", "sophia", "sophie", "stacey", "stacy", "stanley",
		"stella", "stephanie", "stephen", "steve", "steven", "stuart", "susan", "susana", "susie", "suzanne", "sylvia", "tamara", "tammy",
		"tania", "tanya", "tara", "tatiana", "ted", "teresa", "teri", "terrence", "terri", "terry", "theodore", "theresa", "thomas",
		"tiffany", "tim", "timothy", "tina", "todd", "tom", "tomas", "tommy", "tomás", "toni", "tony", "tonya", "tracey", "traci", "tracy",
		"travis", "trevor", "tyler", "valentina", "valentín", "valeria", "valerie", "vanessa", "vera", "veronica", "verónica", "vicente",
		"vicki", "vicky", "victor", "victoria", "vincent", "vivian", "viviana", "víctor", "walter", "wanda", "wayne", "wendy", "wesley",
		"whitney", "wilfredo", "william", "willie", "xavier", "ximena", "xóchitl", "yadira", "yesenia", "yolanda", "yvette", "yvonne",
		"zachary", "zoe", "zoey", "zoé", "álvaro", "ángela", "óscar":
		return true
	}
	return false
}
