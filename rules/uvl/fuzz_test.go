package uvl_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/uvl"
)

// FuzzRead holds that reading never panics, that every defect has a place and a message, and that what reads and can be
// written is written the same again after reading that.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"bike.uvl", "van/van.uvl", "van/drive.uvl", "van/cab/gearbox.uvl", "van/cab/seats.uvl"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{
		"features\n\tA {x 1, y 'a', z [1, {b}], constraint A}\n\t\t[1..2]\n\t\t\tB\n\t\t\t\"C d\"\nconstraints\n\tA.x * -.5 + 3 >= sum(x) / 2 => !B <=> \"C d\"\n",
		"imports\n\ts as t.u\nfeatures\n\tR\n\t\tor\n\t\t\tt.u.S {q 1}\nconstraints\n\tt.u.S.p == floor(t.u.S.p) & t.u.S\n",
		"imports\n\tm\nfeatures\n\tR\n", "include\n\tBoolean.*\n\tType.string-constraints\nfeatures\n\tInteger A cardinality [1..2]\n",
		"features // A\n/* B */ A {", "\ufefffeatures\r\n A\r\n  [2]\r\n   B\r\n   C", "features\n\tA\nconstraints\n\tlen('x') == avg(y, A) + 'z' - (", "\t\n \xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := uvl.Read(files(map[string]string{"": text, "s.uvl": "features\n\tS {p 1.5}\n\t\toptional\n\t\t\tT\nconstraints\n\tT => S\n"}), "m.uvl")
		if err != nil {
			checkDefects(t, err)
			return
		}
		var first, second bytes.Buffer
		if err := uvl.Write(&first, set, config.Point{}); err != nil {
			if first.Len() > 0 {
				t.Fatal("something was written in spite of", err)
			}
			return
		}
		again, err := uvl.Read(files(map[string]string{"": first.String()}), "m.uvl")
		if err != nil {
			t.Fatalf("%q is written as %q, which does not read: %v", text, first.String(), err)
		}
		if err := uvl.Write(&second, again, config.Point{}); err != nil || second.String() != first.String() {
			t.Fatalf("%q is written as %q, and that as %q (%v)", text, first.String(), second.String(), err)
		}
	})
}

func checkDefects(t *testing.T, err error) {
	var defects source.Defects
	if !errors.As(err, &defects) {
		t.Fatalf("%T is no list of defects: %v", err, err)
	}
	for i, d := range defects {
		last := strings.HasPrefix(d.Msg, "... and ") && i == len(defects)-1
		if d.Msg == "" || d.Place.File == "" || !d.Place.IsValid() && !last && !strings.Contains(d.Msg, "attribute values") {
			t.Fatalf("bad defect %#v", d)
		}
	}
}
