package config

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/document"
)

// ReadOrders reads orders in JSON lines, one order a line:
//
//	{"id":"O-1","date":"2026-11-02","plant":"P1","serial":5,"options":["A","B"],"without":["C"],"partial":true}
//
// Every key may be absent but id. Blank lines are skipped, and so are comments:
// lines that begin with #. The file may have
// up to [source.MaxBytes]. The error is
// [source.Defects] with everything that is wrong in the file, two orders with
// one id among it; there is no partial result.
func ReadOrders(name string, r io.Reader) ([]Order, error) {
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	var list source.List
	var orders []Order
	first := make(map[string]source.Place)
	for at := 0; at < len(f.Text); {
		end := at + len(f.Text[at:])
		if i := bytes.IndexByte(f.Text[at:], '\n'); i >= 0 {
			end = at + i
		}
		if line := f.Text[at:end]; !isComment(line) {
			p := orderReader{file: f, list: &list, text: line, base: at}
			o := p.order()
			if earlier, twice := first[o.ID]; twice && o.ID != "" {
				list.Add(f.Defect(p.idAt, utf8.RuneCountInString(o.ID)+2, fmt.Sprintf("order %s is there twice, first at %s", o.ID, earlier), "give each order its own id"))
			} else {
				first[o.ID] = f.Place(p.idAt)
			}
			orders = append(orders, o)
		}
		at = end + 1
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return orders, nil
}

// isComment reports whether a line holds no order: it is blank, or begins with #.
func isComment(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#'
}

// orderReader reads one line.
type orderReader struct {
	file *source.File
	list *source.List
	text []byte
	base int // offset of the line in the file

	dec   *json.Decoder
	start int // offset in the line of the token read last
	idAt  int // offset in the file of the id
}

// orderKeys are the keys of an order.
var orderKeys = []string{"id", "date", "serial", "plant", "options", "without", "partial"}

// order reads the line; what is wrong is in the list.
func (p *orderReader) order() Order {
	p.dec = json.NewDecoder(bytes.NewReader(p.text))
	p.dec.UseNumber()
	o := Order{Place: p.file.Place(p.base + p.skip(0))}
	before := p.list.Len()
	if p.token() != json.Delim('{') {
		if p.list.Len() == before {
			p.defect("an order must be a JSON object on one line", `write for example {"id":"O-1","options":["A","B"]}`)
		}
		return o
	}
	var options, without []source.Place
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

// finish reads the end of the line and checks that there is an id.
func (p *orderReader) finish(hasID bool) {
	if p.token() == nil {
		return
	}
	if rest := int(p.dec.InputOffset()); len(bytes.TrimSpace(p.text[rest:])) > 0 {
		p.start = p.skip(rest)
		p.defect("text after the order", "write each order on its own line")
	}
	if !hasID {
		p.list.Add(p.file.Defect(p.base+p.skip(0), 1, "the order has no id", `add for example "id":"O-1"`))
	}
}

// skip returns the offset of the next token from offset i of the line.
func (p *orderReader) skip(i int) int {
	for i < len(p.text) && bytes.IndexByte([]byte(" \t\r,:"), p.text[i]) >= 0 {
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
		p.start = len(bytes.TrimRight(p.text, " \t\r"))
		msg, hint = "the order ends before its closing brace", "write each order on one line"
	} else if syntax, ok := err.(*json.SyntaxError); ok {
		p.start = max(int(syntax.Offset)-1, p.start)
	}
	p.list.Add(p.file.Defect(p.base+min(p.start, len(p.text)), 1, msg, hint))
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
	p.list.Add(p.file.Defect(p.base+p.start, width, msg, hint))
}

// wrong reports a value of the wrong kind, and skips it.
func (p *orderReader) wrong(t json.Token, key, due string) {
	if p.dec == nil {
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

// unknown reports a key that orders do not have.
func (p *orderReader) unknown(key string) {
	hint := p.list.DidYouMean(key, slices.Values(orderKeys))
	if hint == "" {
		hint = "known keys: id, date, serial, plant, options, without, partial"
	}
	p.defect(fmt.Sprintf("unknown key %s in an order", clip(key)), hint)
	p.skipRest(p.token())
}

func (p *orderReader) id() string {
	t := p.token()
	p.idAt = p.base + p.start
	s, ok := t.(string)
	if !ok {
		p.wrong(t, "id", "text in quotes")
	} else if s == "" {
		p.defect("the id of the order is empty", "")
	} else if strings.ContainsFunc(s, unicode.IsControl) {
		p.defect("the id of the order contains a control character", "")
	}
	return s
}

func (p *orderReader) plant() string {
	t := p.token()
	s, ok := t.(string)
	if !ok {
		p.wrong(t, "plant", "text in quotes")
	} else if err := CheckPlant(s); s != "" && err != nil {
		p.defect(err.Error(), plantHint)
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
func (p *orderReader) codes(key string) (codes []string, places []source.Place) {
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
		codes = append(codes, s)
		places = append(places, p.file.Place(p.base+p.start))
	}
	p.token()
	return codes, places
}

// WriteOrders writes orders as JSON lines that [ReadOrders] reads back. The
// bytes depend on nothing but the orders. The errors are those of w and, before
// anything is written, [source.Defects] with the orders that would not be read
// back: without an id, with the id of another, or in a plant that is no name.
func WriteOrders(w io.Writer, orders []Order) error {
	if err := writable(orders); err != nil {
		return err
	}
	buf := bufio.NewWriter(w)
	for _, o := range orders {
		writeOrder(buf, o)
	}
	return buf.Flush()
}

// writable reports orders that ReadOrders would refuse.
func writable(orders []Order) error {
	var list source.List
	first := make(map[string]int, len(orders))
	for i, o := range orders {
		fault := ""
		earlier, twice := first[o.ID]
		switch {
		case o.ID == "":
			fault = "has no id"
		case strings.ContainsFunc(o.ID, unicode.IsControl) || !utf8.ValidString(o.ID):
			fault = fmt.Sprintf("has an id with characters that cannot be printed: %s", clip(o.ID))
		case twice:
			fault = fmt.Sprintf("has the id %s, as order number %d has", o.ID, earlier+1)
		case o.Plant != "" && CheckPlant(o.Plant) != nil:
			fault = "is built in a plant that is no name: " + clip(o.Plant)
		default:
			first[o.ID] = i
			continue
		}
		list.Add(source.Defect{Place: o.Place, Msg: fmt.Sprintf("order number %d %s", i+1, fault), Hint: "give each order an id of its own"})
	}
	return list.Err()
}

func writeOrder(w *bufio.Writer, o Order) {
	w.WriteString(`{"id":`)
	w.WriteString(document.Quote(o.ID))
	if o.Date != 0 {
		w.WriteString(`,"date":"` + o.Date.String() + `"`)
	}
	if o.Serial != 0 {
		w.WriteString(`,"serial":` + strconv.FormatUint(o.Serial, 10))
	}
	if o.Plant != "" {
		w.WriteString(`,"plant":`)
		w.WriteString(document.Quote(o.Plant))
	}
	writeCodes(w, "options", o.Options)
	writeCodes(w, "without", o.Without)
	if o.Partial {
		w.WriteString(`,"partial":true`)
	}
	w.WriteString("}\n")
}

func writeCodes(w *bufio.Writer, key string, codes []string) {
	if len(codes) == 0 {
		return
	}
	w.WriteString(`,"` + key + `":[`)
	for i, code := range codes {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(document.Quote(code))
	}
	w.WriteByte(']')
}
