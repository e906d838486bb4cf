package dimacs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

const (
	// MaxBytes is the size of the largest file that [Read] accepts. The largest
	// formulas of product configuration have some megabytes; those of solver
	// competitions mostly fit.
	MaxBytes = 256 << 20
	// MaxVars is the largest number of variables of a [Formula]: a thousand
	// times the features of the largest known product lines, and few enough that
	// a header alone cannot exhaust the memory.
	MaxVars = 1 << 22
)

// Read reads a formula; name is the file's for messages. The error of malformed
// input is [source.Defects] with all defects; that of a failing reader is its
// own. Time and memory are linear in the input. Read does not decompress.
func Read(name string, r io.Reader) (*Formula, error) {
	if r == nil {
		return nil, source.NoReader(name)
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := &scanner{
		text: bytes.TrimPrefix(text, []byte("\ufeff")),
		f:    &Formula{file: name, starts: []uint32{0}},
		head: -1, typed: -1, line: 1,
	}
	switch {
	case len(text) > MaxBytes:
		return nil, source.Defects{{
			Place: source.Place{File: name},
			Msg:   fmt.Sprintf("file of more than %d MB", MaxBytes>>20), Hint: "split or simplify the formula",
		}}
	case bytes.HasPrefix(text, []byte{0x1f, 0x8b}), bytes.HasPrefix(text, []byte("\xfd7zXZ")), bytes.HasPrefix(text, []byte("BZh")):
		return nil, source.Defects{{
			Place: source.Place{File: name, Line: 1, Column: 1},
			Msg:   "the file is compressed", Hint: "decompress it first",
		}}
	}
	if err := s.scan(); err != nil {
		return nil, err
	}
	return s.f, nil
}

// scanner reads text into f, front to back, one token at a time.
type scanner struct {
	text []byte
	f    *Formula
	list source.List

	at   int // offset of the next byte
	line int // of at, 1-based
	bol  int // offset of the first byte of the line

	head    int // offset of the header, -1 before it
	clauses int // that the header announces
	open    int // offset of the clause being read, valid if inside
	inside  bool
	closed  bool // a % has ended the formula
	broken  bool // words that are not literals were reported: clauses may lack their end
	named   []naming
	shown   []showing
	typed   int // offset of a line that asks for a projection without naming variables, -1 if none

	counted int // offset in the line of the last defect
	runes   int // from the beginning of that line to counted
}

// naming is a comment that names a variable, read before the header gives
// the number of variables.
type naming struct {
	v    int
	name string
}

// showing is a variable of the projection.
type showing struct{ v, from, to int } // and where it is written

// errStop ends a scan that cannot usefully go on.
var errStop = errors.New("stop")

func (s *scanner) scan() error {
	for s.at < len(s.text) && !s.closed {
		if err := s.token(); err != nil || s.list.Len() >= source.MaxDefects {
			return s.list.Err()
		}
	}
	s.finish()
	if err := s.list.Err(); err != nil {
		return err
	}
	for _, n := range s.named {
		if n.v <= s.f.vars && s.f.Name(n.v) == "" {
			s.f.SetName(n.v, n.name)
		}
	}
	return nil
}

// token reads a token, a comment, the header line or a run of white space.
func (s *scanner) token() error {
	switch c := s.text[s.at]; {
	case c == '\n':
		s.at++
		s.line++
		s.bol = s.at
	case space(c):
		s.at++
	case c == '-' || '0' <= c && c <= '9':
		return s.literal()
	case c == 'c':
		s.comment()
	case c == 'p':
		return s.header()
	case c == '%':
		s.tail()
	case s.head < 0:
		return s.noFormula(s.at)
	default:
		s.noLiteral(s.at, s.tokenEnd(), literalHint)
		s.at = s.tokenEnd()
	}
	return nil
}

// blanks is the white space within a line, all of it ASCII.
const blanks = " \t\r\v\f"

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' }

// tokenEnd returns the offset of the first white space from at on.
func (s *scanner) tokenEnd() int {
	end := s.at
	for end < len(s.text) && !space(s.text[end]) && s.text[end] != '\n' {
		end++
	}
	return end
}

// lineEnd returns the offset of the line break from at on, or of the end.
func (s *scanner) lineEnd() int {
	if i := bytes.IndexByte(s.text[s.at:], '\n'); i >= 0 {
		return s.at + i
	}
	return len(s.text)
}

// defect reports the text from one offset to another. The excerpt of the line is
// cut short here, since a line may be the whole file.
func (s *scanner) defect(from, to int, msg, hint string) {
	s.list.Add(s.located(from, to, msg, hint))
}

// located makes the defect of defect.
func (s *scanner) located(from, to int, msg, hint string) source.Defect {
	const around = 300
	line, bol := s.line, s.bol
	if from < bol {
		line = 1 + bytes.Count(s.text[:from], []byte{'\n'})
		bol = 1 + bytes.LastIndexByte(s.text[:from], '\n')
	}
	start, end := max(bol, from-around), min(len(s.text), to+around)
	if i := bytes.IndexByte(s.text[from:end], '\n'); i >= 0 {
		end = from + i
	}
	excerpt, err := source.NewFile(s.f.file, printable(s.text[start:end]))
	if err != nil {
		return source.Defect{Place: source.Place{File: s.f.file, Line: line}, Msg: err.Error()}
	}
	d := excerpt.Defect(from-start, utf8.RuneCount(s.text[from:min(to, end)]), msg, hint)
	d.Place = source.Place{File: s.f.file, Line: line, Column: s.column(bol, from)}
	return d
}

// column returns the column of an offset in the line that begins at bol. It counts
// on from the defect before, as a line may be the whole file.
func (s *scanner) column(bol, at int) int {
	if s.counted < bol || s.counted > at {
		s.counted, s.runes = bol, 0
	}
	s.runes += utf8.RuneCount(s.text[s.counted:at])
	s.counted = at
	return s.runes + 1
}

// clip returns the beginning of a word for a message.
func clip(word []byte) string {
	const most = 40
	if len(word) > most {
		return string(word[:most]) + "..."
	}
	return string(word)
}

// printable returns text with a question mark for each byte that is not part of
// UTF-8 text, so that offsets stay.
func printable(text []byte) []byte {
	text = bytes.Clone(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 || r == 0 {
			text[i] = '?'
		}
		i += size
	}
	return text
}

// literal reads a literal or the 0 that ends a clause.
func (s *scanner) literal() error {
	from, at := s.at, s.at
	negative := s.text[at] == '-'
	if negative {
		at++
	}
	v, digits := 0, at
	for at < len(s.text) && '0' <= s.text[at] && s.text[at] <= '9' {
		v = min(10*v+int(s.text[at]-'0'), MaxVars+1)
		at++
	}
	s.at = at
	if end := s.tokenEnd(); end > at || digits == at || negative && v == 0 {
		s.at = end
		s.noLiteral(from, end, literalHint)
		return nil
	}
	if s.head < 0 {
		s.defect(from, at, "the header is missing before the first clause", "put a line \"p cnf <variables> <clauses>\" above it")
		return errStop
	}
	if !s.inside {
		s.inside, s.open = true, from
		s.f.places = append(s.f.places, place{int32(s.line), int32(from - s.bol + 1)})
	}
	switch {
	case v == 0:
		s.f.starts = append(s.f.starts, uint32(len(s.f.lits)))
		s.inside = false
	case v > s.f.vars:
		s.defect(from, at, fmt.Sprintf("literal of variable %s, but the header announces %d variables", clip(s.text[digits:at]), s.f.vars), "")
	case negative:
		s.f.lits = append(s.f.lits, int32(-v))
	default:
		s.f.lits = append(s.f.lits, int32(v))
	}
	return nil
}

// comment reads a comment, which goes from a c to the end of the line. Within a
// line the c stands by itself, for in "1 c2 0" it is a typing error.
func (s *scanner) comment() {
	from, first := s.at, len(bytes.TrimLeft(s.text[s.bol:s.at], blanks)) == 0
	if s.at = s.tokenEnd(); !first && s.at > from+1 {
		s.noLiteral(from, s.at, "a comment begins with a c and a space")
		return
	}
	end := s.lineEnd()
	s.at = end
	if first {
		s.commentLine(from, end)
	}
}

// asked is the cause of the defects of all lines that ask for one kind of counting.
type asked struct{ kind string }

// commentLine reads a line that begins with a c, and keeps the name or the projection
// that it gives. A line that asks for another kind of counting is not a comment:
// without it another number would be counted.
func (s *scanner) commentLine(from, end int) {
	text := bytes.TrimRight(s.text[from:end], blanks)
	begin := words(text, 4)
	switch asks, name := marker(begin); {
	case asks == projected && strings.HasPrefix(name, "c t "):
		s.typed = from
		return
	case asks == projected:
		s.show(from, text, name)
		return
	case asks != "":
		s.list.AddOnce(asked{asks}, s.located(from, from+len(text), fmt.Sprintf("the formula asks for %s (%s), which is not supported", asks, name),
			"without such lines all models over all variables are counted, which is another number"))
		return
	}
	if len(begin) < 3 || string(begin[0]) != "c" {
		return
	}
	// Some writers mark their auxiliary variables by a dollar.
	v, err := strconv.ParseUint(string(bytes.TrimSuffix(begin[1], []byte("$"))), 10, 31) // not +1
	_, name, _ := bytes.Cut(text, begin[1])
	if err == nil && 0 < v && v <= MaxVars && utf8.Valid(name) {
		s.named = append(s.named, naming{int(v), strings.TrimSpace(string(name))})
	}
}

// show reads the variables of a line that begins at an offset, behind its name. They end
// with a 0, which only dSharp omits.
func (s *scanner) show(from int, text []byte, name string) {
	s.f.some = true
	rest, ended := text, false
	for range strings.FieldsSeq(name) {
		rest = rest[len(words(rest, 1)[0]):]
		rest = bytes.TrimLeft(rest, blanks)
	}
	for len(rest) > 0 {
		word := words(rest, 1)[0]
		at := from + len(text) - len(rest)
		rest = bytes.TrimLeft(rest[len(word):], blanks)
		v, err := strconv.ParseUint(string(word), 10, 31)
		switch {
		case ended:
			s.defect(at, at+len(word), "text after the 0 that ends the line", "delete the 0 or what follows it")
			return
		case err != nil:
			s.defect(at, at+len(word), "expected a variable's number", fmt.Sprintf("a line %q names the variables that are counted", name))
			return
		case v == 0:
			ended = true
		default:
			s.shown = append(s.shown, showing{int(v), at, at + len(word)})
		}
	}
	if !ended && name != "cr" {
		s.defect(from, from+len(text), "the line is not ended by 0", "is it cut off?")
	}
}

var blank = []byte{' '}

// headerAt returns the words of the header line that begins at an offset.
func (s *scanner) headerAt(from int) [][]byte {
	end := from + len(s.text[from:])
	if i := bytes.IndexByte(s.text[from:], '\n'); i >= 0 {
		end = from + i
	}
	return words(bytes.TrimRight(s.text[from:end], blanks), 5)
}

const literalHint = "a literal is a variable's number or its negative"

// noLiteral reports a word where a literal must stand.
func (s *scanner) noLiteral(from, to int, hint string) {
	s.broken = true
	s.defect(from, to, "expected a literal", hint)
}

// noFormula reports a text that begins with neither comments nor a header: a file
// of another kind. Its other defects have no meaning.
func (s *scanner) noFormula(from int) error {
	s.defect(from, from+1, "the file is not a formula in DIMACS CNF", "a formula begins with a header, \"p cnf <variables> <clauses>\"; only comments, lines that begin with c, stand above it")
	return errStop
}

const headerHint = "it is \"p cnf <variables> <clauses>\""

// header reads the line "p cnf <variables> <clauses>".
func (s *scanner) header() error {
	from, end := s.at, s.lineEnd()
	text := bytes.TrimRight(s.text[from:end], blanks)
	width := from + len(text)
	s.at = end
	parts := words(text, 5)
	switch {
	case s.head >= 0:
		if first := s.headerAt(s.head); !bytes.Equal(bytes.Join(first, blank), bytes.Join(parts, blank)) {
			s.defect(from, width, fmt.Sprintf("a second header, other than the first, %s in line %d", bytes.Join(first, blank), 1+bytes.Count(s.text[:s.head], []byte("\n"))), "a file holds one formula")
		}
		return nil
	case string(parts[0]) != "p" && !bytes.HasPrefix(parts[0], []byte("pcnf")):
		return s.noFormula(from)
	case string(parts[0]) != "p" || len(parts) < 2:
		s.defect(from, width, "malformed header", headerHint)
		return errStop
	case string(parts[1]) != "cnf":
		s.defect(from, width, fmt.Sprintf("the header announces the format %q; only cnf is read", clip(parts[1])), headerHint)
		return errStop
	case len(parts) != 4:
		s.defect(from, width, "malformed header", headerHint)
		return errStop
	}
	var counts [2]int
	for i, word := range parts[2:] {
		n, err := strconv.ParseUint(string(word), 10, 31)
		if err != nil {
			what := "is not a number"
			if errors.Is(err, strconv.ErrRange) {
				what = "is too large a number"
			}
			s.defect(from, width, fmt.Sprintf("malformed header: %q %s", clip(word), what), headerHint)
			return errStop
		}
		counts[i] = int(n)
	}
	if counts[0] > MaxVars {
		s.defect(from, width, fmt.Sprintf("the header announces %d variables, the limit is %d", counts[0], MaxVars), "")
		return errStop
	}
	s.head, s.f.vars, s.clauses = from, counts[0], counts[1]
	room := min(s.clauses, (len(s.text)-end)/2)
	s.f.starts = append(make([]uint32, 0, room+1), 0)
	s.f.places = make([]place, 0, room)
	s.f.lits = make([]int32, 0, (len(s.text)-end)/4)
	return nil
}

// tail reads the text after a %: only a 0 may stand there, as in SATLIB's
// files.
func (s *scanner) tail() {
	s.closed = true
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '\n':
			s.line++
			s.bol = s.at + 1
		case c != '0' && !space(c):
			s.defect(s.at, s.tokenEnd(), "text after the % that ends the formula", "delete the % or what follows it")
			return
		}
	}
}

// finish makes the checks that need the whole file.
func (s *scanner) finish() {
	if s.head < 0 {
		end := max(0, min(len(s.text), s.at)-1)
		s.defect(end, end, "the header is missing", "put a line \"p cnf <variables> <clauses>\" above the clauses")
		return
	}
	if s.broken {
		return
	}
	if s.inside {
		s.defect(s.open, s.open+1, "the clause that begins here is not ended by 0", "is the file truncated?")
		return
	}
	if s.typed >= 0 && !s.f.some {
		s.defect(s.typed, s.typed+1, "the formula asks for projected counting, but no line names the variables",
			"add a line \"c p show <variables> 0\"; without this line all variables are counted, which is another number")
	}
	vars := make([]int, 0, len(s.shown))
	for _, x := range s.shown {
		if x.v > s.f.vars && s.list.Len() < source.MaxDefects {
			s.defect(x.from, x.to, fmt.Sprintf("variable %d, but the header announces %d variables", x.v, s.f.vars), "")
		}
		vars = append(vars, x.v)
	}
	if s.f.some && s.list.Len() == 0 {
		s.f.Project(vars...)
	}
	if n := s.f.NumClauses(); n != s.clauses {
		s.defect(s.head, s.head+1, fmt.Sprintf("the header announces %d clauses, the file has %d", s.clauses, n),
			"is the file truncated, or was it edited by hand?")
	}
}
