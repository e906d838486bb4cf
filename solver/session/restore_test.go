package session_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// release says in what a release of the van differs.
type release struct {
	product string   // VAN if empty
	without string   // an option that it does not have
	rules   []string // besides its own
}

// space returns the space of a release of a van.
func space(t testing.TB, r release) *solver.Space {
	t.Helper()
	if r.product == "" {
		r.product = "van"
	}
	b := config.NewBuilder(r.product)
	for _, f := range []struct {
		code    string
		options []string
	}{
		{"body", []string{"PANEL", "WINDOW"}},
		{"engine", []string{"DIESEL", "BEV"}},
		{"spare", []string{"SPARE_FULL", "SPARE_KIT"}},
		{"tyres", []string{"ROAD", "TERRA"}},
	} {
		b.Family(config.FamilySpec{Code: f.code})
		for _, code := range f.options {
			if code != r.without {
				b.Option(config.OptionSpec{Family: f.code, Code: code})
			}
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set := rules.NewBuilder(cat)
	for i, text := range append([]string{"BEV requires SPARE_KIT", "TERRA requires SPARE_FULL"}, r.rules...) {
		set.Add(rules.RuleSpec{ID: "R-" + string(rune('1'+i)), Source: text})
	}
	built, err := set.Build()
	require.NoError(t, err)
	s, err := solver.Compile(t.Context(), built, config.Point{}, solver.Config{})
	require.NoError(t, err)
	return s
}

// option returns an option by its code.
func option(t testing.TB, s *solver.Space, code string) config.OptionID {
	t.Helper()
	o, ok := s.Catalog().LookupOption(code)
	require.True(t, ok, code)
	return o
}

// begin returns a session with some choices, "-CODE" for a rejection.
func begin(t testing.TB, space *solver.Space, codes ...string) *session.Session {
	t.Helper()
	s, err := session.New(t.Context(), space, session.Config{})
	require.NoError(t, err)
	for _, code := range codes {
		rest, rejected := strings.CutPrefix(code, "-")
		_, err := s.Insist(t.Context(), session.Choice{Option: option(t, space, rest), Chosen: !rejected})
		require.NoError(t, err)
	}
	return s
}

// saved returns a session as text, with some texts replaced.
func saved(t testing.TB, s *session.Session, oldnew ...string) string {
	t.Helper()
	text, err := s.AppendJSON(nil)
	require.NoError(t, err)
	return strings.NewReplacer(oldnew...).Replace(string(text))
}

func restore(t testing.TB, space *solver.Space, text string) (*session.Session, []session.Misfit, error) {
	return session.Restore(t.Context(), space, session.Config{}, "s.json", strings.NewReader(text))
}

// A session is restored on a later release, and says what no longer fits.
func TestRestoreOnANewerRelease(t *testing.T) {
	old := begin(t, space(t, release{}), "WINDOW", "-DIESEL", "ROAD")
	later := space(t, release{without: "PANEL", rules: []string{"WINDOW requires DIESEL"}})
	s, misfits, err := restore(t, later, saved(t, old))
	require.NoError(t, err)
	require.Len(t, misfits, 1)
	require.Equal(t, "s.json:1:168: DIESEL was rejected, but DIESEL is forced:\n  you chose WINDOW\n  R-3: WINDOW requires DIESEL", misfits[0].String())
	require.Equal(t, []session.Choice{{Option: option(t, later, "WINDOW"), Chosen: true}, {Option: option(t, later, "ROAD"), Chosen: true}}, s.Choices())
	_, ok := s.Undo()
	require.False(t, ok)

	_, misfits, err = restore(t, space(t, release{without: "ROAD"}), saved(t, begin(t, old.Space(), "ROAD", "DIESEL")))
	require.NoError(t, err)
	require.Len(t, misfits, 1)
	require.Equal(t, "s.json:1:148: ROAD was chosen, and this release does not have it", misfits[0].String())

	fitting := space(t, release{without: "ROAD"})
	s, misfits, err = restore(t, fitting, saved(t, begin(t, old.Space(), "-ROAD", "DIESEL"), `"as_of":{}`, `"as_of":{"plant":"CLOSED"}`))
	require.NoError(t, err)
	require.Empty(t, misfits)
	require.Equal(t, []session.Choice{{Option: option(t, fitting, "DIESEL"), Chosen: true}}, s.Choices())

	_, misfits, err = restore(t, old.Space(), saved(t, old, `"as_of":{}`, `"as_of":{"serial":18446744073709551615}`))
	require.NoError(t, err)
	require.Empty(t, misfits)
}

// Whatever is wrong with a file is said at once, each with its place.
func TestRestoreOfBadFiles(t *testing.T) {
	here := space(t, release{})
	s := begin(t, here, "WINDOW", "BEV")
	for name, c := range map[string]struct {
		text, want string
	}{
		"nothing":         {"", "s.json:1:1: the session is empty"},
		"no session":      {"[]", "s.json:1:1: the session must be a mapping of keys to values, not a list"},
		"another product": {saved(t, s, `"van"`, `"car"`), "s.json:1:35: the session is of product car, not of van"},
		"later format":    {saved(t, s, "confspace/1", "confspace/2"), "s.json:1:11: the file is in format confspace/2"},
		"no rules":        {saved(t, s, `"rules"`, `"rulez"`), "unknown key rulez in the session"},
		"bad day":         {saved(t, s, `"as_of":{}`, `"as_of":{"date":"today"}`), "s.json:1:"},
		"no choices":      {saved(t, s, `"choices"`, `"choice"`), "s.json:1:1: the session has no choices"},
		"null choices":    {saved(t, begin(t, here), `"choices":[]`, `"choices":null`), "choices must be a list, not empty"},
		"one choice":      {saved(t, begin(t, here), `"choices":[]`, `"choices":{"choose":"BEV"}`), "choices must be a list, not a mapping"},
		"bad serial":      {saved(t, s, `"as_of":{}`, `"as_of":{"serial":-5}`), `serial: "-5" is not a serial number: write a whole number from 1`},
		"great serial":    {saved(t, s, `"as_of":{}`, `"as_of":{"serial":18446744073709551616}`), `serial: "18446744073709551616" is not a serial number: the greatest is 18446744073709551615`},
		"no code":         {saved(t, s, `"choices":[`, `"choices":[{"choose":""},`), "the code of an option is empty"},
		"unknown plant":   {saved(t, s, `"as_of":{}`, `"as_of":{"plant":"NOWHERE"}`), "NOWHERE"},
		"unknown code":    {saved(t, s, "WINDOW", "WINDOWS"), "unknown option WINDOWS"},
		"named twice":     {saved(t, s, `{"choose":"BEV"}`, `{"reject":"WINDOW"}`), "option WINDOW is chosen or rejected twice, first at s.json:1:"},
		"neither":         {saved(t, s, `{"choose":"BEV"}`, `{}`), "a choice must have either choose or reject"},
		"both":            {saved(t, s, `{"choose":"BEV"}`, `{"choose":"BEV","reject":"ROAD"}`), "a choice must have either choose or reject"},
		"unknown verb":    {saved(t, s, `{"choose":"BEV"}`, `{"chose":"BEV"}`), "unknown key chose in a choice"},
		"contradiction":   {saved(t, s, `{"choose":"BEV"}`, `{"choose":"BEV"},{"choose":"TERRA"}`), "no configuration has this choice beside those before it"},
	} {
		t.Run(name, func(t *testing.T) {
			got, misfits, err := restore(t, here, c.text)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			require.Nil(t, got)
			require.Nil(t, misfits)
			require.Contains(t, err.Error(), c.want)
			for _, d := range defects {
				require.True(t, d.Place.IsValid(), d)
			}
		})
	}
}

func TestRestoreErrors(t *testing.T) {
	here := space(t, release{})
	void := space(t, release{rules: []string{"BEV", "DIESEL"}})
	_, err := session.New(t.Context(), void, session.Config{})
	require.ErrorIs(t, err, solver.ErrVoid)
	_, _, err = restore(t, void, saved(t, begin(t, here)))
	require.ErrorIs(t, err, solver.ErrVoid)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = session.Restore(ctx, here, session.Config{}, "s.json", strings.NewReader(saved(t, begin(t, here))))
	require.ErrorIs(t, err, context.Canceled)
	broken := errors.New("broken")
	_, _, err = session.Restore(t.Context(), here, session.Config{}, "s.json", failing{broken})
	require.ErrorIs(t, err, broken)
	for want, how := range map[string]solver.Repairing{
		"solver: 0 weights for 4 families, and 1 for 8 options":                                                       {Options: []int64{1}},
		"solver: 1 weights for 4 families, and 0 for 8 options":                                                       {Families: []int64{1}},
		"solver: option PANEL has weight -1; weights must be positive, and less than 2^62 together":                   {Families: []int64{-1, 0, 0, 0}},
		"solver: option WINDOW has weight 4611686018427387903; weights must be positive, and less than 2^62 together": {Options: []int64{1, 1<<62 - 1, 0, 0, 0, 0, 0, 0}},
	} {
		require.PanicsWithValue(t, want, func() { _, _ = session.New(t.Context(), here, session.Config{Repairing: how}) })
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
