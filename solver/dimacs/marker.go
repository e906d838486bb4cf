package dimacs

import (
	"bytes"
	"strconv"
	"strings"
)

// marker returns the kind of counting that a comment line asks for, "" if none,
// and the words that ask for it. Its argument is the first four words of the
// line, the c included. Prose that only begins alike stays a comment:
//
//	c p show 1 2 0      project the models to these variables (model counting competition)
//	c ind 1 2 0         likewise (ApproxMC and samplers)
//	cr 1 2              likewise (dSharp)
//	c p weight 1 0.4 0  weight the models, which is not supported
//	c t pmc             the kind of counting; c t mc is the plain one
//
// A line of the last kind has three words. In lines with ind and cr a number
// follows. In the others the name is the words before the variables.
func marker(words [][]byte) (asks, name string) {
	word := func(i int) string {
		if i < len(words) {
			return string(words[i])
		}
		return ""
	}
	number := func(i int) bool {
		_, err := strconv.Atoi(word(i))
		return err == nil
	}
	switch second, third := word(1), word(2); {
	case word(0) == "cr" && number(1):
		return projected, "cr"
	case word(0) != "c":
		return "", ""
	case second == "ind" && number(2):
		return projected, "c ind"
	case second == "p" && third == "show":
		return projected, "c p show"
	case second == "p" && third == "weight":
		return "weighted counting", "c p weight"
	case second == "t" && len(words) == 3:
		kind, _, _ := strings.Cut(third, "-") // amc-complex
		return kinds[kind], "c t " + third
	}
	return "", ""
}

// projected is the only kind of counting that is supported.
const projected = "projected counting"

// kinds are the kinds of counting that the model counting competitions name,
// except mc.
var kinds = map[string]string{
	"pmc":  projected,
	"wmc":  "weighted counting",
	"pwmc": "projected weighted counting",
	"amc":  "algebraic counting",
}

// words returns the first words of text, at most n. They are split at ASCII white
// space, as tokens are; other spaces are part of a word.
func words(text []byte, n int) [][]byte {
	var out [][]byte
	for text = bytes.TrimLeft(text, blanks); len(text) > 0 && len(out) < n; text = bytes.TrimLeft(text, blanks) {
		end := bytes.IndexAny(text, blanks)
		if end < 0 {
			end = len(text)
		}
		out = append(out, text[:end])
		text = text[end:]
	}
	return out
}
