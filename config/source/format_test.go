package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
)

func TestFormatOfYAML(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\n":                                            "",
		"format: confspace/1\na: 1\n":                       "",
		"format: confspace/2\nnew: 1\n":                     "f:1:9: the file is in format confspace/2; this version of confspace reads formats up to confspace/1",
		"format: 1\na: 1\n":                                 `f:1:9: "1" is not a format of confspace`,
		"format: confspace/0\na: 1\n":                       `f:1:9: "confspace/0" is not a format of confspace`,
		"format: confspace/01\na: 1\n":                      `f:1:9: "confspace/01" is not a format of confspace`,
		"format: confspace/\na: 1\n":                        `f:1:9: "confspace/" is not a format of confspace`,
		"format: \"\"\na: 1\n":                              "f:1:9: the format is empty",
		"format:\na: 1\n":                                   "f:1:1: the format is empty",
		"format: confspace/99999999999999999999999\na: 1\n": "f:1:9: the file is in format confspace/99999999999999999999999; this version of confspace reads formats up to confspace/1",
	} {
		f, err := source.NewFile("f", []byte(text))
		require.NoError(t, err)
		var list source.List
		o := source.NewDocument(f, source.ParseYAML(f, &list), &list, "the file")
		o.Required("a")
		o.Done()
		requireFirst(t, want, list.Err(), text)
	}
}

func TestFormatOfCSV(t *testing.T) {
	for text, want := range map[string]string{
		"# format: confspace/1\na,b\n1,2\n":                  "",
		"# of line 3\n#format:confspace/1\r\na,b\r\n1,2\r\n": "",
		"a,b\n# format: confspace/7\n1,2\n":                  "",
		"# format: confspace/2\na,b,c\n1,2\n":                "f:1:11: the file is in format confspace/2; this version of confspace reads formats up to confspace/1",
		"# format: bom/1\na,b\n1,2\n":                        `f:1:11: "bom/1" is not a format of confspace`,
		"# format:\na,b\n1,2\n":                              "f:1:10: the format is empty",
		"# format: confspace/01,\na,b\n1,2\n":                `f:1:11: "confspace/01" is not a format of confspace`,
		// as spreadsheets save it
		"# format: confspace/1,\na,b\n1,2\n":                     "",
		"# format: confspace/1;;;\r\na;b;;\r\n1;2;;\r\n":         "",
		"\"# format: confspace/1\",\na,b\n1,2\n":                 "",
		"\"# format: confspace/1\"\r\na,b\n1,2\n":                "",
		"\"# of line 3, and 4\",\n# Format: confspace/1,\na,b\n": "",
		"# format: confspace/2,,,\na,b,c,d\n":                    "f:1:11: the file is in format confspace/2; this version of confspace reads formats up to confspace/1",
		"\"# format: confspace/2\";;;\na;b\n":                    "f:1:12: the file is in format confspace/2; this version of confspace reads formats up to confspace/1",
		"# Format: confspace/2\na,b\n1,2\n":                      "f:1:11: the file is in format confspace/2; this version of confspace reads formats up to confspace/1",
	} {
		f, err := source.NewFile("f", []byte(text))
		require.NoError(t, err)
		var list source.List
		source.Columns{Required: []string{"a", "b"}}.Parse(f, &list)
		requireFirst(t, want, list.Err(), text)
	}
}

// requireFirst requires that the one defect begins as wanted, or that there is
// none.
func requireFirst(t *testing.T, want string, err error, text string) {
	t.Helper()
	if want == "" {
		require.NoError(t, err, text)
		return
	}
	var defects source.Defects
	require.ErrorAs(t, err, &defects, text)
	require.Len(t, defects, 1, text)
	assert.Equal(t, want, defects[0].Place.String()+": "+defects[0].Msg)
}

// A required key that is misspelled is one defect.
func TestAMisspelledKeyIsNotMissing(t *testing.T) {
	f, err := source.NewFile("f", []byte("tact: 1\nline: x\n"))
	require.NoError(t, err)
	var list source.List
	o := source.NewDocument(f, source.ParseYAML(f, &list), &list, "the line")
	o.Expect(source.NewKeys("format", "line", "takt", "stations"))
	takt, _ := o.Required("takt")
	assert.Equal(t, "1", takt)
	o.Required("line")
	o.Required("stations")
	o.Done()
	var defects source.Defects
	require.ErrorAs(t, list.Err(), &defects)
	require.Len(t, defects, 2)
	assert.Equal(t, "the line has no stations", defects[0].Msg)
	assert.Equal(t, "unknown key tact in the line", defects[1].Msg)
	assert.Equal(t, "did you mean takt?", defects[1].Hint)
}
