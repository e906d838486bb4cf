// Package jsonw appends JSON to a slice, byte for byte what encoding/json writes
// with SetEscapeHTML(false), without reflection and without an allocation for
// each value.
//
// A function whose name begins with Opt leaves an empty member out, as the tag
// omitempty does. Commas depend on the byte before: none after an opening
// brace or bracket.
package jsonw

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// Comma appends a comma unless the last byte opens an object or array.
func Comma(dst []byte) []byte {
	if last := dst[len(dst)-1]; last == '{' || last == '[' {
		return dst
	}
	return append(dst, ',')
}

// Key begins a member of an object. The key is plain ASCII.
func Key(dst []byte, key string) []byte {
	dst = append(Comma(dst), '"')
	dst = append(dst, key...)
	return append(dst, '"', ':')
}

// String appends a member that is text.
func String(dst []byte, key, value string) []byte { return Quote(Key(dst, key), value) }

// OptString is String unless the text is empty.
func OptString(dst []byte, key, value string) []byte {
	if value == "" {
		return dst
	}
	return String(dst, key, value)
}

// Strings appends a member that is an array of texts.
func Strings(dst []byte, key string, values []string) []byte {
	dst = append(Key(dst, key), '[')
	for _, v := range values {
		dst = Quote(Comma(dst), v)
	}
	return append(dst, ']')
}

// OptStrings is Strings unless there are none.
func OptStrings(dst []byte, key string, values []string) []byte {
	if len(values) == 0 {
		return dst
	}
	return Strings(dst, key, values)
}

// Int appends a member that is a whole number.
func Int(dst []byte, key string, value int) []byte {
	return strconv.AppendInt(Key(dst, key), int64(value), 10)
}

// OptUint appends a member that is a whole number, unless it is 0.
func OptUint(dst []byte, key string, value uint64) []byte {
	if value == 0 {
		return dst
	}
	return strconv.AppendUint(Key(dst, key), value, 10)
}

// Text appends a member that is the text of a value, such as an exact number, which
// readers would take for a float, or a date. It needs no escape.
func Text[T encoding.TextAppender](dst []byte, key string, value T) []byte {
	dst, _ = value.AppendText(append(Key(dst, key), '"'))
	return append(dst, '"')
}

// Bool appends a member that is true or false.
func Bool(dst []byte, key string, value bool) []byte {
	return strconv.AppendBool(Key(dst, key), value)
}

// OptBool is Bool unless the value is false.
func OptBool(dst []byte, key string, value bool) []byte {
	if !value {
		return dst
	}
	return Bool(dst, key, true)
}

// Unread is the error of reading the JSON of an answer. Without it
// encoding/json would leave the value empty without an error.
func Unread(what, instead string) error {
	return errors.New("a " + what + " is written, never read: " + instead)
}

// Unwritten is the error of writing the JSON of a part of an answer that has ids alone, which mean
// something in a catalog only.
func Unwritten(what, instead string) error {
	return errors.New("a " + what + " has no codes: " + instead)
}

// Strict is json.Unmarshal that refuses unknown keys.
func Strict(text []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

// Marshal is json.Marshal with <, > and & as they are.
func Marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'}), err
}

// Document begins an object that stands alone, with its format.
func Document(dst []byte) []byte { return String(append(dst, '{'), "format", source.Format) }

const hex = "0123456789abcdef"

// Quote appends a string literal. Bytes that are not UTF-8 become U+FFFD; the
// line separators U+2028 and U+2029, which JavaScript does not take in a
// literal, are escaped.
func Quote(dst []byte, s string) []byte {
	i := 0
	for i < len(s) && plain[s[i]] {
		i++
	}
	dst = append(dst, '"')
	if i < len(s) {
		return quoteRest(dst, s, i)
	}
	dst = append(dst, s...)
	return append(dst, '"')
}

// plain are the bytes that stand for themselves.
var plain = func() (t [256]bool) {
	for b := byte(' '); b < utf8.RuneSelf; b++ {
		t[b] = b != '"' && b != '\\'
	}
	return t
}()

// quoteRest appends a text that is plain up to i, and the closing quote.
func quoteRest(dst []byte, s string, i int) []byte {
	start := 0 // of the bytes still to be copied
	for i < len(s) {
		if b := s[i]; b < utf8.RuneSelf {
			if plain[b] {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = escape(dst, b)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(dst, s[start:i]...)
			dst = append(dst, `\ufffd`...)
			start = i + size
		case r == '\u2028' || r == '\u2029':
			dst = append(dst, s[start:i]...)
			dst = append(dst, `\u202`...)
			dst = append(dst, hex[r&0xF])
			start = i + size
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// escape appends a quote, a backslash or a control character.
func escape(dst []byte, b byte) []byte {
	switch b {
	case '\\', '"':
		return append(dst, '\\', b)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hex[b>>4], hex[b&0xF])
}
