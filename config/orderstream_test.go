package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

// drain returns the ids and the errors of a stream, in their order.
func drain(orders iter.Seq2[config.Order, error]) (ids, errs []string) {
	for o, err := range orders {
		if err != nil {
			errs = append(errs, err.Error())
		} else {
			ids = append(ids, fmt.Sprintf("%s@%d", o.ID, o.Place.Line))
		}
	}
	return ids, errs
}

// A stream goes on behind a bad line, whatever ends its lines.
func TestOrdersGoOnAfterABadLine(t *testing.T) {
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		for readers, wrap := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader, "data and EOF": iotest.DataErrReader,
		} {
			t.Run(name+" "+readers, func(t *testing.T) {
				text := "\ufeff" + strings.Join([]string{`{"id":"A"}`, "", "# note", `{"id":"B","date":"x"}`, `{"id":"C"`, "{\"id\":\"\xff\"}", ` {"id":"D"}`}, end)
				ids, errs := drain(config.Orders("o", wrap(strings.NewReader(text))))
				assert.Equal(t, []string{"A@1", "D@7"}, ids)
				require.Len(t, errs, 3)
				for i, place := range []string{"o:4:18: ", "o:5:10: ", "o:6:8: "} {
					assert.True(t, strings.HasPrefix(errs[i], place), errs[i])
				}
			})
		}
	}
}

// An error of the reader comes once, last, at its line, and the piece of a line
// before it is neither an order nor a defect.
func TestOrdersSayWhereTheReaderFailed(t *testing.T) {
	broken := errors.New("connection lost")
	for _, rest := range []string{"", `{"id":"B","opt`, `{"id":"B"}`} {
		reader := func() io.Reader {
			return io.MultiReader(strings.NewReader("{\"id\":\"A\"}\n"+rest), iotest.ErrReader(broken))
		}
		var errs []error
		var ids []string
		for o, err := range config.Orders("o", reader()) {
			if err != nil {
				errs = append(errs, err)
			} else {
				ids = append(ids, o.ID)
			}
		}
		assert.Equal(t, []string{"A"}, ids, rest)
		if assert.Len(t, errs, 1, rest) {
			assert.ErrorIs(t, errs[0], broken)
			assert.Contains(t, errs[0].Error(), "o:2")
		}
		_, err := config.ReadOrders("o", reader())
		assert.ErrorIs(t, err, broken, "ReadOrders %q", rest)
		var defects source.Defects
		assert.False(t, errors.As(err, &defects), "ReadOrders %q: a reader's error is no defect of the file", rest)
	}
}

// Whether a line is too long depends on the line, not on how it is read.
func TestOrdersBoundTheirLines(t *testing.T) {
	for _, extra := range []int{-20, 1, 4096, 1 << 20} {
		line := `{"id":"A"}` + strings.Repeat(" ", config.MaxOrderLine+extra-10)
		text := line + "\n" + `{"id":"B"}`
		var seen []string
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(text), "pieces": &pieces{text: text}} {
			ids, errs := drain(config.Orders("o", r))
			seen = append(seen, fmt.Sprint(ids, len(errs)))
			assert.Equal(t, extra > 0, len(errs) == 1, "%s: %d bytes over", name, extra)
			assert.Equal(t, "B@2", ids[len(ids)-1])
		}
		assert.Equal(t, seen[0], seen[1], "%d bytes over", extra)
	}
}

// pieces reads in pieces of 4 KB.
type pieces struct{ text string }

func (p *pieces) Read(b []byte) (int, error) {
	if p.text == "" {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), 4096)], p.text)
	p.text = p.text[n:]
	return n, nil
}

// odd draws texts that need escapes, are not ASCII, or are not text at all.
var odd = rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Z]{1,3}`), rapid.SampledFrom([]string{
	"&<>", `"`, `\`, "\u2028", "\x7f", "é", "日本", "\U0001F69A", "\x00", "\x1b", "\xff", "a\xc3", "\n", "\ufeff",
}))

func drawOrder(t *rapid.T) config.Order {
	o := config.Order{
		ID: odd.Draw(t, "id"), Serial: rapid.Uint64().Draw(t, "serial"), Partial: rapid.Bool().Draw(t, "partial"),
		Plant: rapid.SampledFrom([]string{"", "P1", "é", "P 1", "\xff"}).Draw(t, "plant"),
		Date:  rapid.SampledFrom([]config.Date{0, 1, 739922, 3652059, 3652060, -1, 1 << 30}).Draw(t, "date"),
	}
	o.Options = rapid.SliceOfN(odd, 0, 4).Draw(t, "options")
	o.Without = rapid.SliceOfN(odd, 0, 4).Draw(t, "without")
	return o
}

// said returns what an order says, without its places.
func said(o config.Order) string {
	return fmt.Sprintf("%q %v %v %q %q %q %v", o.ID, int(o.Date), o.Serial, o.Plant, o.Options, o.Without, o.Partial)
}

// What is written is read as it was, or is not written.
func TestOrderJSONReadsBackOrIsRefused(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOrder(t)
		text, err := o.MarshalJSON()
		if err != nil {
			return
		}
		var back config.Order
		require.NoError(t, json.Unmarshal(text, &back), "%s", text)
		require.Equal(t, said(o), said(back))
		require.NotContains(t, string(text), `\u0026`)
		var pretty bytes.Buffer
		require.NoError(t, json.Indent(&pretty, text, "", "\t"))
		read, err := config.ReadOrder("body", &pretty)
		require.NoError(t, err)
		require.Equal(t, said(o), said(read))
	})
}

// AppendJSON allocates nothing but the buffer.
func TestAppendOrderAllocatesNothing(t *testing.T) {
	o := config.Order{ID: "O & 1", Date: config.NewDate(2026, 11, 2), Serial: 7, Plant: "P1", Options: []string{"A", `"`, "é"}, Without: []string{"B"}, Partial: true}
	var dst []byte
	assert.Zero(t, testing.AllocsPerRun(5, func() { dst, _ = o.AppendJSON(dst[:0]) }))
}

// Strictness: one object, known keys, each once.
func TestUnmarshalOrderIsStrict(t *testing.T) {
	for _, text := range []string{`null`, `[]`, `"A"`, `{"id":"A","option":["B"]}`, `{"id":"A","id":"B"}`, `{"options":[null]}`, `{"ID":"A"}`} {
		o := config.Order{ID: "before"}
		require.Error(t, json.Unmarshal([]byte(text), &o), text)
		require.Equal(t, "before", o.ID)
	}
}

// The reader agrees with encoding/json about what is JSON, and about what it says.
func TestOrdersAgreeWithEncodingJSON(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		line := drawLine(t)
		orders, err := config.ReadOrders("o", strings.NewReader(line))
		if err != nil {
			return
		}
		require.Len(t, orders, 1)
		var want struct {
			ID               string   `json:"id"`
			Date             string   `json:"date"`
			Serial           uint64   `json:"serial"`
			Plant            string   `json:"plant"`
			Options, Without []string `json:"-"`
			Partial          bool     `json:"partial"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &want), line)
		var lists struct {
			Options []string `json:"options"`
			Without []string `json:"without"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &lists))
		o := orders[0]
		require.Equal(t, []any{want.ID, want.Date, want.Serial, want.Plant, want.Partial}, []any{o.ID, o.Date.String(), o.Serial, o.Plant, o.Partial})
		require.True(t, slices.Equal(lists.Options, o.Options) && slices.Equal(lists.Without, o.Without), line)
		checkPlaces(t, line, o)
	})
}

// checkPlaces checks that each code stands where its defect says.
func checkPlaces(t *rapid.T, line string, o config.Order) {
	if len(o.Options)+len(o.Without) == 0 {
		return
	}
	cat := must(vanBuilder().Build())
	_, err := o.Bind(cat)
	var defects source.Defects
	if !errors.As(err, &defects) {
		return
	}
	runes := []rune(line)
	for _, d := range defects {
		var wrong *config.OptionError
		if !errors.As(d, &wrong) {
			continue
		}
		dec := json.NewDecoder(strings.NewReader(string(runes[d.Place.Column-1:])))
		var code string
		require.NoError(t, dec.Decode(&code), "%s: %v", line, d)
		require.Equal(t, wrong.Code, code, line)
	}
}

// drawLine draws a line that is nearly an order, written in some way.
func drawLine(t *rapid.T) string {
	space := func() string { return rapid.SampledFrom([]string{"", "", "", " ", "\t"}).Draw(t, "space") }
	text := func() string {
		return rapid.SampledFrom([]string{`"A"`, `"SUV"`, `"\u00e9"`, `"日本"`, `"é"`, `"a\/b"`, `"\ud83d\ude9a"`, `"\ud83d"`, `"x\ny"`, `""`, `null`, `7`}).Draw(t, "text")
	}
	var members []string
	for range rapid.IntRange(0, 6).Draw(t, "members") {
		key := rapid.SampledFrom([]string{`"id"`, `"id"`, `"date"`, `"serial"`, `"plant"`, `"options"`, `"without"`, `"partial"`, `"\u0069d"`}).Draw(t, "key")
		value := rapid.SampledFrom([]string{`"2026-11-02"`, `5`, `true`, `false`, `"P1"`, `018446744073709551616`, `1.0`}).Draw(t, "value")
		switch key {
		case `"id"`, `"\u0069d"`:
			value = text()
		case `"options"`, `"without"`:
			var codes []string
			for range rapid.IntRange(0, 4).Draw(t, "codes") {
				codes = append(codes, space()+text()+space())
			}
			value = "[" + strings.Join(codes, ",") + "]"
		}
		members = append(members, space()+key+space()+":"+space()+value+space())
	}
	line := space() + "{" + strings.Join(members, ",") + "}" + space()
	if rapid.IntRange(0, 3).Draw(t, "mutate") == 0 && len(line) > 0 {
		at := rapid.IntRange(0, len(line)-1).Draw(t, "at")
		line = line[:at] + rapid.SampledFrom([]string{"", ",", ":", `"`, "}", "]", "{", "\\", "0"}).Draw(t, "instead") + line[at+1:]
	}
	return line
}

// A key that is given twice is a defect, whichever it is.
func TestOrderKeysAreGivenOnce(t *testing.T) {
	for key, value := range map[string]string{
		"id": `"A"`, "date": `"2026-11-02"`, "serial": `5`, "plant": `"P1"`, "options": `["A"]`, "without": `["A"]`, "partial": `true`,
	} {
		line := fmt.Sprintf(`{"id":"A","%s":%s,"%[1]s":%s}`, key, value, value)
		_, err := config.ReadOrders("o", strings.NewReader(line))
		require.ErrorContains(t, err, "key "+key+" is given twice", line)
		require.ErrorContains(t, json.Unmarshal([]byte(line), new(config.Order)), "key "+key+" is given twice", line)
	}
}

// An id is the order's even where something else is wrong with it.
func TestIDsOfBadOrdersAreCompared(t *testing.T) {
	_, err := config.ReadOrders("o", strings.NewReader("{\"id\":\"A\",\"date\":\"x\"}\n\u00a0\n{\"id\":\"A\"}\n{\"id\":\"A\",}\n"))
	var defects source.Defects
	require.ErrorAs(t, err, &defects)
	var places []string
	for _, d := range defects {
		places = append(places, d.Place.String())
	}
	require.Equal(t, []string{"o:1:18", "o:3:7", "o:4:7", "o:4:11"}, places)
}

// A byte order mark is one at the start of the file, not of a line.
func TestByteOrderMarkWithinOrders(t *testing.T) {
	_, err := config.ReadOrders("o", strings.NewReader("\ufeff{\"id\":\"A\"}\n\ufeff{\"id\":\"B\"}\n"))
	require.ErrorContains(t, err, "o:2:1: not JSON")
}
