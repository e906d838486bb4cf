package uvl

import (
	"strings"
	"unicode"
)

// words are the keywords of UVL that are not reserved: other tools may refuse them as names.
var words = map[string]bool{
	"sum": true, "avg": true, "len": true, "floor": true, "ceil": true, "String": true, "Integer": true, "Real": true,
	"Boolean": true, "Arithmetic": true, "Type": true,
}

// quote is a name as UVL writes it: plain if it is a letter with letters, digits and underscores behind it.
func quote(s string) string {
	plain := s != "" && !reserved[s] && !words[s]
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && (isDigit(c) || c == '_')
	}
	if plain {
		return s
	}
	return `"` + s + `"`
}

// quotePath is a dotted path as UVL writes it, if it can.
func quotePath(s string) (string, bool) {
	segments, ok := splitPath(s)
	if !ok {
		return "", false
	}
	for i, segment := range segments {
		segments[i] = quote(segment)
	}
	return strings.Join(segments, "."), true
}

// splitPath returns the segments of a dotted path; false if one of them is not a
// name.
func splitPath(s string) ([]string, bool) {
	segments := strings.Split(s, ".")
	for _, segment := range segments {
		if !isName(segment) {
			return nil, false
		}
	}
	return segments, true
}

// isName reports whether s can stand in double quotes as one name.
func isName(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '"' || r == '.' || !unicode.IsPrint(r)
	})
}
