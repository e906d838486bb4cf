package uvl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
)

// levels nests features; n is how many lines are nested.
func levels(n int) string {
	var b strings.Builder
	b.WriteString("features\n")
	for i := 1; i < n; i++ {
		text := fmt.Sprint("F", i)
		if i%2 == 0 {
			text = "or"
		}
		b.WriteString(strings.Repeat("\t", i) + text + "\n")
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	times := strings.Repeat
	long := times("x", 1000)
	for name, c := range map[string]struct {
		text func(extra int) string // at the limit, and so much above
		want string
	}{
		"name":        {func(n int) string { return "features\n\t" + long + times("x", n) + "\n" }, "the name is longer than 1000 bytes"},
		"quoted name": {func(n int) string { return "features\n\t\"" + long + times("x", n) + "\"\n" }, "the name is longer than 1000 bytes"},
		"attributes":  {func(n int) string { return "features\n\tA " + times("{a ", 100+n) + "{a 1}" + times("}", 100+n) + "\n" }, "attributes are nested too deeply"},
		"lists":       {func(n int) string { return "features\n\tA {a " + times("[", 100+n) + times("]", 100+n) + "}\n" }, "lists are nested too deeply"},
		"lines":       {func(n int) string { return levels(1000 + n) }, "nested deeper than 1000 lines"},
		"negations":   {func(n int) string { return model(times("!", 500+n) + "A") }, "nested deeper than 500 levels"},
		"brackets":    {func(n int) string { return model(times("(", 500+n) + "A" + times(")", 500+n)) }, "nested deeper than 500 levels"},
		"chains":      {func(n int) string { return model("A" + times(" => A", 500+n)) }, "nested deeper than 500 levels"},
		"quotients":   {func(n int) string { return model("1 < A.Price" + times(" / A.Price", 500+n)) }, "nested deeper than 500 levels"},
		"bracketed":   {func(n int) string { return model("(A" + times(" => A", 499+n) + ")") }, "nested deeper than 500 levels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := uvl.Read(files(map[string]string{"": c.text(0)}), "m.uvl")
			if err != nil { // another limit, of what the constraint means
				require.NotContains(t, err.Error(), c.want)
			}
			_, err = uvl.Read(files(map[string]string{"": c.text(1)}), "m.uvl")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestLimitOfPaths(t *testing.T) {
	path := "A" + strings.Repeat(".A", 199)
	_, err := uvl.Read(files(map[string]string{"": model(path)}), "m.uvl")
	require.ErrorContains(t, err, "unknown feature")
	_, err = uvl.Read(files(map[string]string{"": model(path + ".A")}), "m.uvl")
	require.ErrorContains(t, err, "a path of more than 200 names")
}

func TestLimitOfNumbers(t *testing.T) {
	_, err := uvl.Read(files(map[string]string{"": "features\n\tA {a " + strings.Repeat("1", 60) + "}\n"}), "m.uvl")
	require.ErrorContains(t, err, "has 60 digits")
	_, err = uvl.Read(files(map[string]string{"": "features\n\tA {a " + strings.Repeat("1", 61) + "}\n"}), "m.uvl")
	require.ErrorContains(t, err, "a number of 61 characters")
}

func TestLimitOfFullNames(t *testing.T) {
	read := func(name string) error {
		_, err := uvl.Read(files(map[string]string{"": "imports\n\ta\nfeatures\n\tR\n\t\tor\n\t\t\ta." + name + "\n", "a.uvl": "features\n\t" + name + "\n"}), "m.uvl")
		return err
	}
	require.NoError(t, read(strings.Repeat("x", 998)))
	require.ErrorContains(t, read(strings.Repeat("x", 999)), "is longer than 1000 bytes")
}

// A product whose name leaves room for a number is the root feature.
func TestLimitOfRoots(t *testing.T) {
	for length, named := range map[int]bool{500: true, 501: false} {
		product := strings.Repeat("x", length)
		set, err := rules.NewBuilder(catalog(t, "product: "+product+"\nfamilies: [{family: f, options: [{code: A}, {code: B}]}]\n")).Build()
		require.NoError(t, err)
		var out strings.Builder
		require.NoError(t, uvl.Write(&out, set, config.Point{}))
		require.Equal(t, named, strings.Contains(out.String(), "features\n\t"+product+"\n"))
		require.Equal(t, !named, strings.Contains(out.String(), "features\n\tRoot\n"))
	}
}
