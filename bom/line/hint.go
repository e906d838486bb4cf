package line

import (
	"slices"
	"strings"
)

// An unknown code gets a hint only if the hint cannot mislead: a line with the
// wrong operation or position would be read in silence. Codes of a line are often
// numbers, and each number is near to others.

// maxHints bounds the codes compared for hints, so that a file that is wrong
// throughout is refused quickly.
const maxHints = 1 << 20

// meant returns the hint of an unknown code: the one known code that differs only
// by a slip of the pen and may stand there, or else the code to which it was
// renamed. Such a code is named nowhere, has about the same length, and shares a
// beginning with the old code that is more than half of it and longer than that of
// any other code.
func (d *lineDraft) meant(code string, known []string, may, renamed func(string) bool) string {
	if d.hints += len(known); d.hints > maxHints {
		return ""
	}
	slips := 0
	var slipped, best string
	longest, alike := len(code)/2+1, 0
	for _, other := range known {
		if slip(code, other) && may(other) {
			slipped = other
			slips++
		}
		n := commonBeginning(code, other)
		if len(code) < 3 || n < longest || len(other) < len(code)-1 || len(other) > len(code)+1 || !renamed(other) {
			continue
		}
		if n > longest || alike == 0 {
			longest, alike, best = n, 0, other
		}
		alike++
	}
	switch {
	case slips == 1:
		return "did you mean " + slipped + "?"
	case slips == 0 && alike == 1:
		return "did you mean " + best + "?"
	}
	return ""
}

func commonBeginning(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// lookalikes are characters that people confuse, and those that they leave out.
var lookalikes = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", "_", "", ".", "", "/", "", " ", "")

// slip reports whether two codes differ by a slip of the pen, in a way in which
// codes of a series never differ: the case of letters, signs between them, a
// letter for a digit that looks like it, or, within a word, a letter more or less,
// swapped with its neighbour, or replaced. Codes with different digits are
// different.
func slip(code, other string) bool {
	if strings.EqualFold(code, other) {
		return true
	}
	if len(code) < 3 || len(other) < 3 {
		return false
	}
	a, b := lookalikes.Replace(strings.ToUpper(code)), lookalikes.Replace(strings.ToUpper(other))
	if a == b {
		return true
	}
	a, b = strings.ToUpper(code), strings.ToUpper(other)
	if len(a) > len(b) {
		a, b = b, a
	}
	i := commonBeginning(a, b)
	switch {
	case len(a) == len(b) && i+1 < len(a):
		swapped := a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		return (swapped || a[i+1:] == b[i+1:]) && withinWord(a, i) && withinWord(b, i)
	case len(a)+1 == len(b):
		return len(a) > 3 && a[i:] == b[i+1:] && withinWord(b, i)
	}
	return false
}

// withinWord reports whether byte i of a code stands among letters, five at least.
func withinWord(code string, i int) bool {
	first, end := i, i
	for first > 0 && isWord(code[first-1:first]) {
		first--
	}
	for end < len(code) && isWord(code[end:end+1]) {
		end++
	}
	return end > i && end-first >= 5 // otherwise code[i] is not a letter
}

func isWord(text string) bool {
	return !slices.ContainsFunc([]byte(text), func(c byte) bool { return c < 'A' || c > 'Z' })
}
