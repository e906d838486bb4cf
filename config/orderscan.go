package config

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An orderScanner reads an order that is written the usual way, on one line, without
// defects. It gives up at anything else, which readOrder then reads. Of an order that
// both read, both return the same. Texts without escapes are parts of the line, so
// that an order costs three allocations.
type orderScanner struct {
	text string
	line int32
	at   int // the next byte

	counted, column int // columns are counted up to a byte, once
}

// order reads the line. It returns false where it gives up.
func (s *orderScanner) order(o *Order) bool {
	if !utf8.ValidString(s.text) {
		return false
	}
	s.space()
	o.Place.Column = int(s.spot().column)
	if !s.eat('{') {
		return false
	}
	var seen uint8
	once := func(key uint8) bool {
		again := seen&key != 0
		seen |= key
		return !again
	}
	for {
		key, ok := s.string()
		if !ok || !s.eat(':') {
			return false
		}
		s.space()
		switch key {
		case "id":
			o.idAt = s.spot()
			o.ID, ok = s.string()
			ok = ok && once(1) && o.ID != "" && printable(o.ID)
		case "date":
			var text string
			if text, ok = s.string(); ok {
				var err error
				o.Date, err = ParseDate(text)
				ok = once(2) && err == nil
			}
		case "serial":
			o.Serial, ok = s.serial()
			ok = ok && once(4)
		case "plant":
			o.Plant, ok = s.string()
			ok = ok && once(8) && (o.Plant == "" || CheckPlant(o.Plant) == nil)
		case "options":
			ok = once(16) && seen&32 == 0 && s.codes(&o.Options, o)
		case "without":
			ok = once(32) && s.codes(&o.Without, o)
		case "partial":
			o.Partial, ok = s.bool()
			ok = ok && once(64)
		default:
			return false
		}
		switch {
		case !ok:
			return false
		case s.eat(','):
			s.space()
		case s.eat('}'):
			s.space()
			return s.at == len(s.text) && seen&1 != 0
		default:
			return false
		}
	}
}

// space moves behind spaces.
func (s *orderScanner) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

// eat moves behind a byte, if it comes next behind spaces.
func (s *orderScanner) eat(c byte) bool {
	s.space()
	if s.at == len(s.text) || s.text[s.at] != c {
		return false
	}
	s.at++
	return true
}

// spot returns where the next byte stands.
func (s *orderScanner) spot() spot {
	for _, c := range []byte(s.text[s.counted:s.at]) {
		if utf8.RuneStart(c) {
			s.column++
		}
	}
	s.counted = s.at
	return spot{s.line, int32(s.column) + 1}
}

// string reads a text in quotes.
func (s *orderScanner) string() (string, bool) {
	if s.at == len(s.text) || s.text[s.at] != '"' {
		return "", false
	}
	literal := s.text[s.at:]
	escaped := false
	for i := 1; i < len(literal); i++ {
		switch c := literal[i]; {
		case c == '"' && escaped:
			s.at += i + 1
			var text string
			err := json.Unmarshal([]byte(literal[:i+1]), &text)
			return text, err == nil && !strings.ContainsRune(text, utf8.RuneError) // it may be half of a character
		case c == '"':
			s.at += i + 1
			return literal[1:i], true
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// codes reads an array of texts.
func (s *orderScanner) codes(to *[]string, o *Order) bool {
	if !s.eat('[') {
		return false
	}
	if s.eat(']') {
		return true
	}
	list, _, _ := strings.Cut(s.text[s.at:], "]")
	n := min(strings.Count(list, ",")+1, 4096) // a guess of their number, limited for a line of commas
	*to = make([]string, 0, n)
	if o.places == nil {
		o.places = make([]spot, 0, n)
	}
	for {
		s.space()
		o.places = append(o.places, s.spot())
		code, ok := s.string()
		if !ok || !printable(code) {
			return false
		}
		*to = append(*to, code)
		if s.eat(']') {
			return true
		}
		if !s.eat(',') {
			return false
		}
	}
}

// serial reads a whole number from 1.
func (s *orderScanner) serial() (uint64, bool) {
	start := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	if start == s.at || s.text[start] == '0' {
		return 0, false
	}
	n, err := strconv.ParseUint(s.text[start:s.at], 10, 64)
	return n, err == nil
}

// bool reads true or false.
func (s *orderScanner) bool() (value, ok bool) {
	for _, word := range [...]string{"true", "false"} {
		if strings.HasPrefix(s.text[s.at:], word) {
			s.at += len(word)
			return word == "true", true
		}
	}
	return false, false
}
