package source

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is the greatest length in bytes of a word that is suggested or gets
// a suggestion: that of the longest code. It bounds the work per word.
const maxWord = 1000

// Nearest returns the known word nearest to word: one that differs only in
// case, or else one at the least edit distance (insert, delete, replace or
// swap of neighbours), if that is small compared with the length of word. A
// word of one or two letters is near only to itself in another case. Among
// equally near words the first of known wins. O(words * length), without
// allocation per word; most words are ruled out by their length or letters.
func Nearest(word string, known iter.Seq[string]) (string, bool) {
	var n nearest
	return n.of(word, known)
}

// of is Nearest.
func (n *nearest) of(word string, known iter.Seq[string]) (string, bool) {
	limit := editLimit(word)
	n.word, n.letters = fold(word, n.word[:0])
	best, bestDistance := "", limit+1
	for candidate := range known {
		if candidate == word {
			return candidate, true
		}
		if d := n.distance(candidate, bestDistance); d < bestDistance {
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

// maxCompared bounds the letters that all the DidYouMean of a List compare: a
// file that is wrong throughout is refused within a fraction of a second. The
// hundred defects that are shown get their hints among 10,000 codes.
const maxCompared = 1 << 25

// DidYouMean returns the hint of [DidYouMean], for a defect that will be added
// to the list. After many hints among many words it returns "": otherwise a
// file in which every word is misspelled would take quadratic time.
func (l *List) DidYouMean(word string, known iter.Seq[string]) string {
	if near, ok := l.Nearest(word, known); ok {
		return "did you mean " + near + "?"
	}
	return ""
}

// Nearest returns the word of [Nearest], within the bounds of [List.DidYouMean].
func (l *List) Nearest(word string, known iter.Seq[string]) (string, bool) {
	if l.nearest.compared >= maxCompared {
		return "", false
	}
	return l.nearest.of(word, known)
}

// meant is Nearest for the name of a column or key, which may also be short for
// a known word.
func (l *List) meant(word string, known iter.Seq[string]) (string, bool) {
	if near, ok := l.Nearest(word, known); ok || l.nearest.compared >= maxCompared {
		return near, ok
	}
	return l.nearest.unabbreviated(word, known)
}

// unabbreviated returns the known word that a word is short for: one that begins
// with it or, of three letters or more, with the first of them and has the others in
// their order, as quantity has those of qty. If there are several, it is the one
// that all others begin with.
func (n *nearest) unabbreviated(word string, known iter.Seq[string]) (string, bool) {
	if len(word) < 2 || len(word) > maxWord {
		return "", false
	}
	word = strings.ToLower(word)
	var found []string
	for candidate := range known {
		n.compared += 8 + min(len(candidate), maxWord)
		if strings.HasPrefix(candidate, word) || len(word) > 2 && candidate != "" && candidate[0] == word[0] && isWithin(word, candidate) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return "", false
	}
	short := slices.MinFunc(found, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, candidate := range found {
		if !strings.HasPrefix(candidate, short) {
			return "", false
		}
	}
	return short, true
}

// isWithin reports whether the bytes of a word occur in another in their order.
func isWithin(word, other string) bool {
	for i := 0; i < len(other) && word != ""; i++ {
		if other[i] == word[0] {
			word = word[1:]
		}
	}
	return word == ""
}

// Except returns the known words that are not taken, for a hint that must not
// suggest a name that is there already, such as a column of the same table.
func Except(known iter.Seq[string], taken func(string) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		for word := range known {
			if !taken(word) && !yield(word) {
				return
			}
		}
	}
}

// editLimit is the largest distance at which a suggestion still helps: one
// third of the word, at most 4. Words of one or two letters, or beyond
// maxWord, match only up to case.
func editLimit(word string) int {
	n := utf8.RuneCountInString(word)
	if n < 3 || len(word) > maxWord {
		return 0
	}
	return min((n+2)/3, 4)
}

// fold appends the lower-case runes of a word to dst, and returns the set of
// them as bits.
func fold(word string, dst []rune) (folded []rune, letters uint64) {
	for _, r := range word {
		r = unicode.ToLower(r)
		dst = append(dst, r)
		letters |= 1 << (uint(r) % 64)
	}
	return dst, letters
}

// nearest compares one word with many.
type nearest struct {
	word    []rune
	letters uint64
	other   []rune // scratch: the folded candidate
	rows    [3][]int

	compared int // the work so far: letters looked at, and pairs of them
}

// distance returns the distance to a candidate, or any number >= limit if it
// is not below limit.
func (n *nearest) distance(candidate string, limit int) int {
	n.compared += 8 + min(len(candidate), maxWord) // 8 is the cost of any word
	if len(candidate) > maxWord {
		return limit
	}
	var letters uint64
	n.other, letters = fold(candidate, n.other[:0])
	// Each edit corrects at most one letter that the other side lacks.
	if max(bits.OnesCount64(letters&^n.letters), bits.OnesCount64(n.letters&^letters)) >= limit {
		return limit
	}
	if diff := len(n.word) - len(n.other); diff >= limit || -diff >= limit {
		return limit
	}
	return n.edits(limit)
}

// edits is the restricted Damerau-Levenshtein distance of word and other, or
// limit as soon as it cannot be less: only pairs of letters less than limit
// places apart are looked at (E. Ukkonen, Algorithms for approximate string
// matching, 1985).
func (n *nearest) edits(limit int) int {
	width := len(n.other) + 1
	for i := range n.rows {
		if cap(n.rows[i]) < width {
			n.rows[i] = make([]int, width, 2*width)
		}
		n.rows[i] = n.rows[i][:width]
	}
	before, prev, cur := n.rows[0], n.rows[1], n.rows[2]
	for j := range min(limit, width) {
		prev[j] = j
	}
	for i, a := range n.word {
		from, to := max(0, i+1-limit), min(len(n.other), i+limit) // letters of other
		n.compared += to - from + 1
		cur[from] = limit
		if from == 0 {
			cur[0] = i + 1
		}
		if to > 0 && to == i+limit { // the row above ends before it
			prev[to] = limit
		}
		least := cur[from]
		for j := from; j < to; j++ {
			b := n.other[j]
			d := prev[j]
			if a != b {
				d = 1 + min(d, prev[j+1], cur[j])
			}
			if i > 0 && j > 0 && a == n.other[j-1] && n.word[i-1] == b {
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
	return prev[width-1]
}
