package source

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Nearest returns the known word that word was most likely meant to be: one
// that differs in upper and lower case only, or else one at the least edit
// distance (insert, delete, replace or swap of neighbours), if that is small
// compared with the length of word. Among equally near words the first of
// known wins. O(words * length²).
func Nearest(word string, known iter.Seq[string]) (string, bool) {
	limit := editLimit(word)
	lower := strings.ToLower(word)
	best, bestDistance := "", limit+1
	for candidate := range known {
		if candidate == word {
			return candidate, true
		}
		lowerCandidate := strings.ToLower(candidate)
		if lowerCandidate == lower {
			if bestDistance > 0 {
				best, bestDistance = candidate, 0
			}
			continue
		}
		if d := distance(lower, lowerCandidate, bestDistance); d > 0 && d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best, bestDistance <= limit
}

// DidYouMean returns "did you mean X?" for the nearest of the known words, or
// "" if none is near: the usual hint of an unknown name.
func DidYouMean(word string, known iter.Seq[string]) string {
	if near, ok := Nearest(word, known); ok {
		return "did you mean " + near + "?"
	}
	return ""
}

// editLimit is the largest distance at which a suggestion still helps: one
// third of the word, at most 4. A single letter, or more than 200 bytes, get none.
func editLimit(word string) int {
	n := utf8.RuneCountInString(word)
	if n < 2 || len(word) > 200 {
		return 0
	}
	return min((n+2)/3, 4)
}

// distance is the restricted Damerau-Levenshtein distance of a and b, or some
// number >= limit as soon as it cannot be less.
func distance(a, b string, limit int) int {
	ra, rb := []rune(a), []rune(b)
	if diff := len(ra) - len(rb); diff >= limit || -diff >= limit {
		return limit
	}
	before, prev, cur := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range ra {
		cur[0] = i + 1
		least := cur[0]
		for j := range rb {
			cost := 1
			if ra[i] == rb[j] {
				cost = 0
			}
			d := min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
			if i > 0 && j > 0 && ra[i] == rb[j-1] && ra[i-1] == rb[j] {
				d = min(d, before[j-1]+1)
			}
			cur[j+1] = d
			least = min(least, d)
		}
		if least >= limit {
			return limit
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(rb)]
}
