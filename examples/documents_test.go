package examples_test

import (
	"bytes"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/schematest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/analysis"
	"github.com/confspace/confspace/solver/session"
)

// trailer returns the product directory of ten positions, with some texts of a file
// replaced.
func trailer(t *testing.T, file string, oldnew ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range []string{"options.yaml", "rules.yaml", "bom.csv", "line.yaml"} {
		text, err := os.ReadFile(filepath.Join("vanline/testdata/trailer", name))
		require.NoError(t, err)
		if name == file {
			text = []byte(strings.NewReplacer(oldnew...).Replace(string(text)))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// TestOneOfEachDocument holds a document of each kind to a golden file, which shows who
// reads them what they look like.
func TestOneOfEachDocument(t *testing.T) {
	ctx := t.Context()
	ask := func(files fstest.MapFS) (*product.Product, *solver.Space, *product.Resolver) {
		p, err := product.Read(files)
		require.NoError(t, err)
		space, err := solver.Compile(ctx, p.Rules, config.Point{Date: config.NewDate(2026, 8, 3), Plant: "NHV"}, solver.Config{})
		require.NoError(t, err)
		r, err := product.NewResolver(space, p)
		require.NoError(t, err)
		return p, space, r
	}
	_, space, r := ask(trailer(t, ""))
	good := config.Order{ID: "T-1", Options: []string{"FLAT", "TANDEM", "OVERRUN", "LAMPS"}}
	bad := config.Order{ID: "T-2", Options: []string{"BOX", "SINGLE", "WINCH"}}
	resolution, err := r.Resolve(ctx, good)
	require.NoError(t, err)
	_, err = r.Resolve(ctx, bad)
	var refusal *product.Refusal
	require.ErrorAs(t, err, &refusal)
	report, err := space.Validate(ctx, bad)
	require.NoError(t, err)
	why, err := space.Explain(ctx, bad)
	require.NoError(t, err)

	// No draw bar for a trailer with working lamps.
	p, space, r := ask(trailer(t, "bom.csv", "pcs,OVERRUN", "pcs,OVERRUN & !LAMPS"))
	_, err = r.Resolve(ctx, good)
	var errs bom.PositionErrors
	require.ErrorAs(t, err, &errs)
	audit, err := proof.Audit(ctx, p, space, proof.Config{})
	require.NoError(t, err)

	// Rules of which the second says all of the first.
	more, err := product.Read(trailer(t, "rules.yaml", "TANDEM requires", "TANDEM | BOX requires"))
	require.NoError(t, err)
	analysed, err := analysis.Rules(ctx, more.Rules, space.AsOf(), analysis.Config{})
	require.NoError(t, err)

	_, err = product.Read(trailer(t, "rules.yaml", "OVERRUN", "OVERUN"))
	var defects source.Defects
	require.ErrorAs(t, err, &defects)

	draft, err := session.New(ctx, space, session.Config{})
	require.NoError(t, err)
	var step session.Step
	for _, c := range []struct {
		code   string
		chosen bool
	}{{"BOX", true}, {"LAMPS", false}, {"FLAT", true}} {
		o, ok := space.Catalog().LookupOption(c.code)
		require.True(t, ok)
		step, err = draft.Insist(ctx, session.Choice{Option: o, Chosen: c.chosen})
		require.NoError(t, err)
	}

	// Why a flatbed has no box, how that follows, and what else it can be.
	body, ok := space.Catalog().LookupOption("BOX")
	require.True(t, ok)
	reason, decided, err := draft.Why(ctx, body)
	require.NoError(t, err)
	require.True(t, decided)
	how, err := reason.Derivation(ctx)
	require.NoError(t, err)
	price, err := solver.AttributeObjective(space.Catalog(), "price")
	require.NoError(t, err)
	sel, err := bad.Bind(space.Catalog())
	require.NoError(t, err)
	explainer, err := space.Explainer(ctx)
	require.NoError(t, err)
	set, err := rules.ReadDir(trailer(t, "options.yaml", "name: Box,", "name: Box, default: true,", "name: Winch,", "name: Winch, default: BOX,"))
	require.NoError(t, err)
	other, err := solver.Compile(ctx, set, space.AsOf(), solver.Config{})
	require.NoError(t, err)
	_, err = session.Defaults(ctx, other)
	var defaults *session.DefaultsError
	require.ErrorAs(t, err, &defaults)

	c := schematest.New(t)
	for name, v := range map[string]any{
		"order": good, "resolution": resolution, "bill": resolution.Bill, "routing": resolution.Routing, "refusal": refusal,
		"report": report, "explanation": why, "errors": errs, "audit": audit, "analysis": analysed, "defects": defects,
		"session": draft, "step": step, "derivation": how, "completion": first(t, draft.Completions(ctx, price, session.Fewest(space.Catalog()))),
		"defaults": defaults, "repair": first(t, explainer.Repairs(ctx, sel, solver.Repairing{})),
		"relaxation": first(t, explainer.Relaxations(ctx, sel, nil)), "clash": first(t, explainer.Clashes(ctx, sel, nil)),
	} {
		text := schematest.Text(t, v)
		c.Require(t, name, text)
		var out bytes.Buffer
		require.NoError(t, json.Indent(&out, []byte(text), "", "  "))
		out.WriteByte('\n')
		golden := filepath.Join("testdata", "documents", name+".json")
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
			require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(want), out.String(), name)
	}
}

// first returns the first of a sequence.
func first[T any](t *testing.T, all iter.Seq2[T, error]) T {
	for x, err := range all {
		require.NoError(t, err)
		return x
	}
	require.Fail(t, "nothing")
	panic("unreachable")
}
