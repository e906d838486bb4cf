package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// A layout is the form in which an order may be written.
type layout bool

const (
	oneLine   layout = true  // and with an id
	anyLayout layout = false // alone in a file
)

// readOrder reads a file that holds one order, and adds its defects to the
// list.
func readOrder(f *source.File, list *source.List, l layout) Order {
	p := orderReader{file: f, list: list, text: f.Text, layout: l}
	if l == anyLayout && !p.dropComments() {
		return Order{}
	}
	p.bareDates()
	return p.order()
}

// dropComments reads lines that begin with # as blank ones: no text in quotes goes
// on over a line. It returns false if the first one names a format that is not known.
func (p *orderReader) dropComments() bool {
	begun := false
	for at := 0; at < len(p.text); {
		line, _, _ := bytes.Cut(p.text[at:], []byte("\n"))
		if isComment(line) && len(bytes.TrimSpace(line)) > 0 {
			if !begun && !p.file.CheckFormat(at+bytes.IndexByte(line, '#'), p.list) {
				return false
			}
			p.blank(at, at+len(line), ' ')
		} else if !isComment(line) {
			begun = true
		}
		at += len(line) + 1
	}
	return true
}

// blank writes a byte over a part of the text, which is then not the file's.
func (p *orderReader) blank(from, to int, with byte) {
	if &p.text[0] == &p.file.Text[0] {
		p.text = bytes.Clone(p.text)
	}
	for i := from; i < to; i++ {
		p.text[i] = with
	}
}

// bareDates reports dates without quotes, which JSON reads as several numbers,
// and turns each into one number.
func (p *orderReader) bareDates() {
	for i := 0; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			for i++; i < len(p.text) && p.text[i] != '"' && p.text[i] != '\n'; i++ {
				if p.text[i] == '\\' {
					i++
				}
			}
		case '0' <= c && c <= '9':
			end := i
			for end < len(p.text) && (p.text[end] == '-' || '0' <= p.text[end] && p.text[end] <= '9') {
				end++
			}
			if text := string(p.text[i:end]); strings.Contains(text, "-") {
				if _, err := ParseDate(text); err == nil {
					p.list.Add(p.file.Defect(i, len(text), "a date without quotes", fmt.Sprintf("write %q", text)))
					p.blank(i, end, '1')
					p.bare = append(p.bare, i)
				}
			}
			i = end - 1
		}
	}
}

// orderReader reads one order and reports all its defects.
type orderReader struct {
	file   *source.File
	list   *source.List
	text   []byte
	layout layout

	dec   *json.Decoder
	start int // offset of the token read last
	idAt  int // offset of the id

	bare []int // offsets of dates without quotes, which are reported
}

// orderKeys are the keys of an order.
var orderKeys = []string{"id", "date", "serial", "plant", "options", "without", "partial"}

// order reads the order and adds its defects to the list.
func (p *orderReader) order() Order {
	p.dec = json.NewDecoder(bytes.NewReader(p.text))
	p.dec.UseNumber()
	o := Order{Place: p.file.Place(p.skip(0))}
	before := p.list.Len()
	if p.token() != json.Delim('{') {
		if p.list.Len() == before {
			p.defect("an order must be a JSON object"+p.onOneLine(), `write for example {"id":"O-1","options":["A","B"]}`)
		}
		return o
	}
	var options, without []spot
	seen := make(map[string]bool, len(orderKeys))
	for p.dec.More() {
		key, ok := p.token().(string)
		if !ok {
			return o
		}
		if seen[key] {
			p.defect(fmt.Sprintf("key %s is given twice", key), "keep one of the two")
		}
		seen[key] = true
		switch key {
		case "id":
			o.ID = p.id()
			o.idAt = spotOf(p.file.Place(p.idAt))
		case "date":
			o.Date = p.date()
		case "serial":
			o.Serial = p.serial()
		case "plant":
			o.Plant = p.plant()
		case "options":
			o.Options, options = p.codes(key)
		case "without":
			o.Without, without = p.codes(key)
		case "partial":
			o.Partial = p.bool(key)
		default:
			p.unknown(key)
		}
		if p.dec == nil {
			return o
		}
	}
	p.finish(seen["id"])
	o.places = slices.Concat(options, without)
	return o
}

// onOneLine ends messages about orders that stand on one line each.
func (p *orderReader) onOneLine() string {
	if p.layout == oneLine {
		return " on one line"
	}
	return ""
}

// finish reads the end of the line and checks that there is an id.
func (p *orderReader) finish(hasID bool) {
	if p.token() == nil {
		return
	}
	if rest := int(p.dec.InputOffset()); len(bytes.TrimSpace(p.text[rest:])) > 0 {
		p.start = p.skip(rest)
		hint := "write each order on its own line"
		if p.layout == anyLayout {
			hint = "one order is read here"
		}
		p.defect("text after the order", hint)
	}
	if !hasID && p.layout == oneLine {
		p.list.Add(p.file.Defect(p.skip(0), 1, "the order has no id", `add for example "id":"O-1"`))
	}
}

// skip returns the offset of the next token from offset i of the line.
func (p *orderReader) skip(i int) int {
	for i < len(p.text) && bytes.IndexByte([]byte(" \t\r\n,:"), p.text[i]) >= 0 {
		i++
	}
	return i
}

// token reads the next token. At an error it reports that, ends the line (dec
// is nil), and returns nil.
func (p *orderReader) token() json.Token {
	if p.dec == nil {
		return nil
	}
	p.start = p.skip(int(p.dec.InputOffset()))
	t, err := p.dec.Token()
	if err == nil {
		return t
	}
	msg, hint := "not JSON: "+err.Error(), "put keys and texts in double quotes, a comma between entries and none behind the last"
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		p.start = len(bytes.TrimRight(p.text, " \t\r\n"))
		msg, hint = "the order ends before its closing brace", "write the whole order"+p.onOneLine()
	} else if syntax, ok := err.(*json.SyntaxError); ok {
		p.start = max(int(syntax.Offset)-1, p.start)
	}
	p.list.Add(p.file.Defect(min(p.start, len(p.text)), 1, msg, hint))
	p.dec = nil
	return nil
}

// defect reports the token read last.
func (p *orderReader) defect(msg, hint string) {
	end := len(p.text)
	if p.dec != nil {
		end = max(int(p.dec.InputOffset()), p.start)
	}
	width := utf8.RuneCount(p.text[min(p.start, end):end])
	p.list.Add(p.file.Defect(p.start, width, msg, hint))
}

// wrong reports a value of the wrong kind, and skips it.
func (p *orderReader) wrong(t json.Token, key, due string) {
	if _, bare := slices.BinarySearch(p.bare, p.start); bare || p.dec == nil {
		return
	}
	p.defect(fmt.Sprintf("%s must be %s", key, due), "")
	p.skipRest(t)
}

// skipRest reads to the end of the array or object that t begins, if it does.
func (p *orderReader) skipRest(t json.Token) {
	depth := 0
	for {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth <= 0 || p.dec == nil {
			return
		}
		t = p.token()
	}
}

// unknown reports a key that orders do not have. An order that names a newer format
// is refused by that name, and not read on.
func (p *orderReader) unknown(key string) {
	start, end := p.start, int(p.dec.InputOffset())
	value := p.token()
	if text, ok := value.(string); ok && key == "format" {
		if msg, hint, newer := source.FormatFault(text); newer {
			p.defect(msg, hint)
			p.dec = nil
			return
		}
	}
	hint := p.list.DidYouMean(key, slices.Values(orderKeys))
	if hint == "" {
		hint = "known keys: id, date, serial, plant, options, without, partial"
	}
	p.list.Add(p.file.Defect(start, utf8.RuneCount(p.text[start:end]), fmt.Sprintf("unknown key %s in an order", clip(key)), hint))
	p.skipRest(value)
}

func (p *orderReader) id() string {
	t := p.token()
	p.idAt = p.start
	s, ok := t.(string)
	if !ok {
		p.wrong(t, "id", "text in quotes")
	} else if s == "" {
		p.defect("the id of the order is empty", "")
	} else {
		p.checkPrintable("the id of the order", s)
	}
	return s
}

// checkPrintable reports a text that was read last and cannot be an id or a code.
func (p *orderReader) checkPrintable(what, text string) {
	switch {
	case !printable(text):
		p.defect(what+" has characters that cannot be printed", "delete them: "+clip(text))
	case hasHalf(p.text[p.start:p.dec.InputOffset()]):
		p.defect(what+" has an escape that is half of a character", "write the character itself")
	}
}

// hasHalf reports whether a JSON text has an escape of a surrogate without the
// other one, which the decoder replaces.
func hasHalf(literal []byte) bool {
	for {
		i := bytes.IndexByte(literal, '\\')
		if i < 0 {
			return false
		}
		first, n := escapedUnit(literal[i:])
		if utf16.IsSurrogate(first) {
			second, m := escapedUnit(literal[i+n:])
			if utf16.DecodeRune(first, second) == utf8.RuneError {
				return true
			}
			n += m
		}
		literal = literal[i+n:]
	}
}

// escapedUnit returns the code unit of the \u escape with which a text begins, and
// the length of the escape.
func escapedUnit(text []byte) (unit rune, n int) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, min(2, len(text))
	}
	v, _ := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(v), 6
}

func (p *orderReader) plant() string {
	t := p.token()
	s, ok := t.(string)
	if !ok {
		p.wrong(t, "plant", "text in quotes")
	} else if err := CheckPlant(s); s != "" && err != nil {
		p.defect(err.Error(), plantHint)
	} else {
		p.checkPrintable("the plant of the order", s)
	}
	return s
}

func (p *orderReader) bool(key string) bool {
	t := p.token()
	b, ok := t.(bool)
	if !ok {
		p.wrong(t, key, "true or false")
	}
	return b
}

func (p *orderReader) date() Date {
	t := p.token()
	s, ok := t.(string)
	if !ok {
		p.wrong(t, "date", "text such as \"2026-11-02\"")
		return 0
	}
	d, err := ParseDate(s)
	if err != nil {
		p.defect("date: "+err.Error(), "")
	}
	return d
}

func (p *orderReader) serial() uint64 {
	t := p.token()
	s, ok := t.(json.Number)
	if !ok {
		p.wrong(t, "serial", "a whole number from 1, without quotes")
		return 0
	}
	n, err := ParseSerial(string(s))
	if err != nil {
		p.defect("serial: "+err.Error(), "")
	}
	return n
}

// codes reads an array of texts and their places.
func (p *orderReader) codes(key string) (codes []string, places []spot) {
	t := p.token()
	if t != json.Delim('[') {
		p.wrong(t, key, "an array of codes, such as [\"A\",\"B\"]")
		return nil, nil
	}
	for p.dec != nil && p.dec.More() {
		t := p.token()
		s, ok := t.(string)
		if !ok {
			p.wrong(t, "each code of "+key, "text in quotes")
			continue
		}
		p.checkPrintable("a code of "+key, s)
		codes = append(codes, s)
		places = append(places, spotOf(p.file.Place(p.start)))
	}
	p.token()
	return codes, places
}
