package uvl_test

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
)

// A model that imports others, under aliases, nested ones too, is written as one
// file with the same configurations.
func TestPlacedImportsAreWrittenFlat(t *testing.T) {
	files := fstest.MapFS{
		"main.uvl":  {Data: []byte("imports\n\tsub.s as k\nfeatures\n\tCar\n\t\tmandatory\n\t\t\tEngine\n\t\toptional\n\t\t\tk.S\n\t\t\tk_A\nconstraints\n\tk.A => k_A\n\tk.t.T | !k.B\n")},
		"sub/s.uvl": {Data: []byte("imports\n\tt\nfeatures\n\tS\n\t\talternative\n\t\t\tA\n\t\t\tB\n\t\toptional\n\t\t\tt.T\nconstraints\n\tA => t.U\n")},
		"sub/t.uvl": {Data: []byte("features\n\tT\n\t\toptional\n\t\t\tU\n\t\t\tV\n")},
	}
	set, err := uvl.Read(files, "main.uvl")
	require.NoError(t, err)
	var first, second bytes.Buffer
	require.NoError(t, uvl.Write(&first, set, config.Point{}))
	again, err := uvl.Read(fstest.MapFS{"flat.uvl": {Data: first.Bytes()}}, "flat.uvl")
	require.NoError(t, err)
	require.Equal(t, set.Catalog().NumOptions(), again.Catalog().NumOptions())
	require.Equal(t, len(configurations(t, set)), len(configurations(t, again)))
	require.Contains(t, first.String(), "k_A2", "k_A is taken")
	require.NoError(t, uvl.Write(&second, again, config.Point{}))
	require.Equal(t, first.String(), second.String())
}

func TestMistakesOfNewcomers(t *testing.T) {
	read := func(text string) (*rules.Set, error) {
		return uvl.Read(fstest.MapFS{"m.uvl": {Data: []byte(text)}}, "m.uvl")
	}
	set, err := read("features\n\tCar\n\t\toptional\n\t\t\tX cardinality [1..1]\n\t\t\tY\n")
	require.NoError(t, err, "[1..1] is the plain feature")
	require.Equal(t, 4, len(configurations(t, set)))
	_, err = read("features\n\tCar\n\t\toptional\n\t\t\tX cardinality [1..2]\n")
	require.ErrorContains(t, err, "feature cardinality is not supported")

	_, err = read("features\n\tCar\n\t\toptional\n\t\t\tF_/a\n\t\t\tF_/b\nconstraints\n\t\"F_/a\" => \"F_/b\"\n")
	require.EqualError(t, err, "m.uvl:4:6: a slash in the name of a feature\n    F_/a\n      ^\n    a name with a slash stands in double quotes: \"F_/a\"\n    1 more place follows from it")

	_, err = read("imports\n\ts at k\nfeatures\n\tCar\n\t\toptional\n\t\t\tk.Y\nconstraints\n\tk.Z\n")
	require.ErrorContains(t, err, "m.uvl:2:4: unexpected at after the import\n    s at k\n      ^^\n    an import reads folder.model, or folder.model as name")
	require.NotContains(t, err.Error(), "no import")
	require.NotContains(t, err.Error(), "unknown")

	_, err = read("features\n\tCar {w 1e2}\n\t\toptional\n\t\t\tY\n")
	require.ErrorContains(t, err, "a number with an exponent: 1e2")
	require.ErrorContains(t, err, "write its digits out")

	_, err = read("features\n\tCar\n\t\t[1..9]\n\t\t\tX\n\t\t\tY\n")
	require.EqualError(t, err, "m.uvl:3:3: a group of 2 features cannot have 9 of them\n    [1..9]\n    ^^^^^^\n    write [1..2], or [1..*] without an upper bound")

	for _, names := range []string{"F_/a\n\t\t\tF_/b", "\"F_/a\"\n\t\t\t\"F_/b\""} {
		_, err = read("features\n\tCar\n\t\toptional\n\t\t\t" + names + "\nconstraints\n\tF_/a => F_/b\n")
		var defects source.Defects
		require.ErrorAs(t, err, &defects)
		require.Len(t, defects, 1)
		require.Equal(t, "a slash in the name of a feature", defects[0].Msg)
	}
}
