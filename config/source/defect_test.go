package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

func ExampleDefect() {
	f, _ := source.NewFile("rules.yaml", []byte("rules:\n  - rule: DIESL requires EURO6\n"))
	fmt.Println(f.Defect(17, 5, "unknown code DIESL", "did you mean DIESEL?"))
	// Output:
	// rules.yaml:2:11: unknown code DIESL
	//     - rule: DIESL requires EURO6
	//             ^^^^^
	//     did you mean DIESEL?
}

func ExampleList() {
	var list source.List
	list.Add(source.Defect{Place: source.Place{File: "b.yaml", Line: 3}, Msg: "second"})
	list.Add(source.Defect{Place: source.Place{File: "a.yaml", Line: 7, Column: 2}, Msg: "first"})
	fmt.Println(list.Err())
	// Output:
	// a.yaml:7:2: first
	// b.yaml:3: second
}

// One mistake that shows in many places is one defect, at the first of them,
// whatever the order of the reports.
func TestAddOnce(t *testing.T) {
	type station struct{ code string }
	at := func(line int, msg string) source.Defect {
		return source.Defect{Place: source.Place{File: "f", Line: line}, Msg: msg, Hint: "h"}
	}
	var list source.List
	for _, line := range []int{7, 3, 9} {
		list.AddOnce(station{"S1"}, at(line, "unknown station S1"))
	}
	list.AddOnce(station{"S2"}, at(5, "unknown station S2"))
	list.AddOnce("S2", at(6, "other"))
	list.AddOnce("S2", at(8, "other"))
	require.Equal(t, 6, list.Len())
	want := `f:3: unknown station S1
    h
    2 more places follow from it
f:5: unknown station S2
    h
f:6: other
    h
    1 more place follows from it`
	require.EqualError(t, list.Err(), want)
	var outer source.List
	outer.AddError(source.Place{}, list.Err())
	outer.Add(at(3, "unknown station S1"))
	require.EqualError(t, outer.Err(), want)
}

func TestListSortsAndCaps(t *testing.T) {
	var list source.List
	require.NoError(t, list.Err())
	for i := range 250 {
		list.Add(source.Defect{Place: source.Place{File: "f", Line: 250 - i}, Msg: "m"})
		list.Add(source.Defect{Place: source.Place{File: "f", Line: 250 - i}, Msg: "m"})
	}
	require.Equal(t, 500, list.Len())
	defects := list.Err().(source.Defects)
	require.Len(t, defects, source.MaxDefects+1)
	require.Equal(t, 1, defects[0].Place.Line)
	require.Equal(t, 100, defects[99].Place.Line)
	require.Equal(t, "f: ... and 150 more", defects[100].Error())
}

func TestListBeyondItsMemory(t *testing.T) {
	var list source.List
	for i := range 20_000 {
		list.Add(source.Defect{Place: source.Place{File: "f", Line: i + 1}, Msg: "m"})
	}
	defects := list.Err().(source.Defects)
	require.Equal(t, "f: ... and 19900 more", defects[100].Error())
}

func TestMergedListsCountAll(t *testing.T) {
	var inner, outer source.List
	for i := range 300 {
		inner.Add(source.Defect{Place: source.Place{File: "f", Line: i + 1}, Msg: "m"})
	}
	outer.Add(source.Defect{Place: source.Place{File: "a"}, Msg: "m"})
	outer.AddError(source.Place{}, inner.Err())
	require.Equal(t, 301, outer.Len())
	defects := outer.Err().(source.Defects)
	require.Len(t, defects, source.MaxDefects+1)
	require.Equal(t, "f: ... and 201 more", defects[100].Error())
}

func TestAddError(t *testing.T) {
	var list source.List
	pos := source.Place{File: "f", Line: 1}
	list.AddError(pos, nil)
	list.AddError(pos, errors.New("plain"))
	list.AddError(pos, source.Defect{Msg: "one"})
	list.AddError(pos, fmt.Errorf("wrapped: %w", source.Defects{{Msg: "two"}, {Msg: "three"}}))
	require.Equal(t, "one\nthree\ntwo\nf:1: plain", list.Err().Error())
	var d source.Defect
	require.ErrorAs(t, list.Err(), &d)
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct {
		name, text    string
		offset, width int
		want          string
	}{
		{"tabs become spaces", "\t\tab\tcd\n", 5, 2, "f:1:6: m\n    ab cd\n       ^^"},
		{"width ends with the line", "ab\ncd\n", 1, 9, "f:1:2: m\n    ab\n     ^"},
		{"behind the end", "ab", 2, 1, "f:1:3: m\n    ab\n      ^"},
		{"empty file", "", 0, 1, "f:1:1: m"},
		{"characters, not bytes", "öß€x", 7, 1, "f:1:4: m\n    öß€x\n       ^"},
		{"long line, end", long, 299, 1, "f:1:300: m\n    …" + long[:100] + "\n" + strings.Repeat(" ", 4+1+99) + "^"},
		{"carriage return", "ab\r\ncd", 1, 1, "f:1:2: m\n    ab\n     ^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := source.NewFile("f", []byte(c.text))
			require.NoError(t, err)
			require.Equal(t, c.want, f.Defect(c.offset, c.width, "m", "").Error())
		})
	}
}

// Offsets and positions are those of counting from the start, in lines of any
// length.
func TestPlacesOfLongLines(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "ö", "€", "😀", "\n", "\r\n", strings.Repeat("x", 500), strings.Repeat("ß", 256)}), 0, 12).Draw(t, "parts")
		text := strings.Join(parts, "")
		f, err := source.NewFile("f", []byte(text))
		require.NoError(t, err)
		line, column := 1, 1
		for offset, r := range text {
			want := source.Place{File: "f", Line: line, Column: column}
			require.Equal(t, want, f.Place(offset))
			if r != '\n' && r != '\r' {
				require.Equal(t, offset, f.Offset(line, column))
			}
			if column++; r == '\n' {
				line, column = line+1, 1
			}
		}
		require.Equal(t, source.Place{File: "f", Line: line, Column: column}, f.Place(len(text)))
		require.Equal(t, len(text), f.Offset(line+3, 1<<30))
		require.Equal(t, line, f.NumLines())
	})
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"latin-1", "a: M\xfcnchen", "f:1:5: byte 0xfc is not UTF-8"},
		{"utf-16", "a\x00b\x00", "f:1:2: NUL character: this is not a text file"},
		{"too large", strings.Repeat("x", source.MaxBytes+1), "f: file is larger than 64 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := source.Read("f", strings.NewReader(c.text))
			require.Nil(t, f)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := source.ReadFS(fstest.MapFS{}, "nothing.yaml")
	require.ErrorContains(t, err, "nothing.yaml")
	f, err := source.ReadFS(fstest.MapFS{"x": {Data: []byte("\xef\xbb\xbfa")}}, "x")
	require.NoError(t, err)
	require.Equal(t, "a", string(f.Text))
}

func TestLocate(t *testing.T) {
	f, err := source.NewFile("f", []byte("ab\n  cd ef\n"))
	require.NoError(t, err)
	d := source.Defect{Place: source.Place{File: "f", Line: 2, Column: 6}, Width: 2, Msg: "m", Hint: "h"}
	require.Equal(t, "f:2:6: m\n    cd ef\n       ^^\n    h", f.Locate(d).Error())
	require.Equal(t, f.Locate(d), f.Locate(f.Locate(d)))
	other := source.Defect{Place: source.Place{File: "g", Line: 2}, Msg: "m"}
	require.Equal(t, other, f.Locate(other))
}

func TestPlace(t *testing.T) {
	for p, want := range map[source.Place]string{
		{}:                              "-",
		{File: "f"}:                     "f",
		{File: "f", Line: 2}:            "f:2",
		{File: "f", Line: 2, Column: 3}: "f:2:3",
		{Line: 2, Column: 3}:            "2:3",
	} {
		require.Equal(t, want, p.String())
	}
	require.True(t, source.Place{File: "a", Line: 9}.Less(source.Place{File: "b", Line: 1}))
	require.False(t, source.Place{Line: 2}.Less(source.Place{Line: 2}))
}
