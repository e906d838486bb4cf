package source

import (
	"fmt"
	"slices"
	"strings"
)

// Words are the texts of an enumeration by value, for its String, MarshalText
// and UnmarshalText. A value without text is not part of the enumeration.
type Words[T ~uint8] struct {
	// What names the enumeration in messages, such as "a verdict".
	What  string
	Texts []string
}

// String returns the text of a value, and "What 9" of one that has none.
func (w Words[T]) String(v T) string {
	if int(v) < len(w.Texts) && w.Texts[v] != "" {
		return w.Texts[v]
	}
	return fmt.Sprintf("%s %d", w.What, v)
}

// Append appends the text of a value; one that has none is an error.
func (w Words[T]) Append(dst []byte, v T) ([]byte, error) {
	if int(v) < len(w.Texts) && w.Texts[v] != "" {
		return append(dst, w.Texts[v]...), nil
	}
	return dst, fmt.Errorf("%d is not %s", v, w.What)
}

// Parse finds the value of a text. The error names the nearest text.
func (w Words[T]) Parse(text string) (T, error) {
	if i := slices.Index(w.Texts, text); i >= 0 && text != "" {
		return T(i), nil
	}
	if hint := DidYouMean(text, slices.Values(w.Texts)); hint != "" {
		return 0, fmt.Errorf("%q is not %s; %s", text, w.What, hint)
	}
	known := slices.DeleteFunc(slices.Clone(w.Texts), func(s string) bool { return s == "" })
	return 0, fmt.Errorf("%q is not %s; write %s", text, w.What, alternatives(known))
}

// Set is Parse into a value that stays as it is after an error.
func (w Words[T]) Set(v *T, text []byte) error {
	parsed, err := w.Parse(string(text))
	if err == nil {
		*v = parsed
	}
	return err
}

// alternatives joins words: "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
