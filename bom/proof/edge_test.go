package proof_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// outcomes lists the open questions of a report.
func outcomes(r *proof.Report) (out []string) {
	for _, q := range r.Open {
		out = append(out, q.Outcome.String()+" "+q.Question)
	}
	return out
}

func TestAuditOfAVoidProduct(t *testing.T) {
	cat := bomtest.Van(t)
	sp := bomtest.Space(t, cat, config.Point{}, "VAN & PICKUP")
	p := &product.Product{Catalog: cat, Rules: sp.Rules(), Structure: bomtest.Structure(t, cat, onePart)}
	_, err := proof.Audit(t.Context(), p, sp, proof.Config{})
	require.ErrorIs(t, err, solver.ErrVoid)
	report, err := proof.AuditTimeline(t.Context(), p, proof.Config{})
	require.NoError(t, err)
	require.Len(t, told(report.Findings, proof.Void), 1)
	var void *solver.VoidError
	require.ErrorAs(t, report.Findings[0].Fault, &void)
	assert.Zero(t, report.Points)
}

func TestAuditByASpaceOfAnotherTime(t *testing.T) {
	cat := bomtest.Van(t)
	b := rules.NewBuilder(cat)
	b.Add(rules.RuleSpec{ID: "R-1", Source: "!D20", Effectivity: config.Effectivity{Until: config.NewDate(2026, 2, 1)}})
	set, err := b.Build()
	require.NoError(t, err)
	sp, err := solver.Compile(t.Context(), set, config.Point{Date: config.NewDate(2026, 1, 1)}, solver.Config{})
	require.NoError(t, err)
	p := &product.Product{Catalog: cat, Rules: set, Structure: bomtest.Structure(t, cat, onePart)}
	var mismatch *solver.PointMismatch
	_, err = proof.Audit(t.Context(), p, sp, proof.Config{AsOf: config.Point{Date: config.NewDate(2026, 3, 1)}})
	require.ErrorAs(t, err, &mismatch)
}

// What is missing is not fine.
func TestAuditWithoutALine(t *testing.T) {
	cat := bomtest.Van(t)
	sp := bomtest.Space(t, cat, config.Point{})
	p := &product.Product{Catalog: cat, Rules: sp.Rules(), Structure: bomtest.Structure(t, cat, onePart)}
	report, err := proof.Audit(t.Context(), p, sp, proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{"not_checked stations and operations", "not_checked parts at their stations"}, outcomes(report))
	p.Structure = nil
	report, err = proof.Audit(t.Context(), p, sp, proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{"not_checked positions and parts", "not_checked stations and operations", "not_checked change-overs", "not_checked parts at their stations", "not_checked conditions"}, outcomes(report))
}

// An option that nobody can have is not one that decides nothing, nor is one below it; one that
// somebody can have at some point is.
func TestOptionsThatNobodyCanHave(t *testing.T) {
	read := func(until string) *product.Product {
		p, err := product.Read(fstest.MapFS{
			"options.yaml": {Data: []byte("product: bicycle\nfamilies:\n  - {family: extras, select: any, options: [RACK, MOTOR, BELL]}\n  - {family: colour, parent: MOTOR, options: [RED, BLUE]}\n")},
			"rules.yaml":   {Data: []byte("rules:\n  - {id: R-1, rule: \"!MOTOR\"" + until + "}\n")},
		})
		require.NoError(t, err)
		return p
	}
	report, err := proof.AuditTimeline(t.Context(), read(""), proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{"indifferent RACK", "indifferent BELL"}, brief(report.Findings))
	report, err = proof.AuditTimeline(t.Context(), read(", until: 2026-03-01"), proof.Config{})
	require.NoError(t, err)
	assert.Equal(t, []string{"indifferent RACK", "indifferent BELL", "indifferent RED", "indifferent BLUE"}, brief(report.Findings))
}

func TestAuditWithoutACircuit(t *testing.T) {
	p, err := product.Read(os.DirFS("testdata/gap"))
	require.NoError(t, err)
	report, err := proof.AuditTimeline(t.Context(), p, proof.Config{Compile: solver.Config{NoCircuit: true}})
	require.NoError(t, err)
	assert.Equal(t, []string{"not_checked numbers of findings"}, outcomes(report))
	assert.Nil(t, report.Findings[0].Count)
	assert.Equal(t, []string{"CARBON", "CHAIN", "LIGHT"}, report.Findings[0].Witness.Options)
	report, err = proof.AuditTimeline(t.Context(), p, proof.Config{Compile: solver.Config{MaxNodes: 3}})
	require.NoError(t, err)
	assert.Equal(t, []string{"inconclusive numbers of findings"}, outcomes(report))
}

func TestACancelledAuditIsNoAnswer(t *testing.T) {
	p, err := product.Read(os.DirFS("testdata/gap"))
	require.NoError(t, err)
	sp := bomtest.Space(t, p.Catalog, config.Point{})
	p.Rules = sp.Rules()
	shutdown := errors.New("the server shuts down")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(shutdown)
	report, err := proof.Audit(ctx, p, sp, proof.Config{Budget: time.Hour})
	require.Equal(t, shutdown, err)
	assert.Nil(t, report)
	report, err = proof.AuditTimeline(ctx, p, proof.Config{})
	require.Equal(t, shutdown, err)
	assert.Nil(t, report)
}

// A budget that is too small leaves questions open, wherever it ends.
func TestAuditWithABudget(t *testing.T) {
	p, err := product.Read(os.DirFS("../../examples/vanline/product"))
	require.NoError(t, err)
	for _, budget := range []time.Duration{time.Nanosecond, time.Millisecond, 20 * time.Millisecond, 200 * time.Millisecond} {
		report, err := proof.AuditTimeline(t.Context(), p, proof.Config{Budget: budget})
		require.NoError(t, err)
		require.NotEmpty(t, report.Open, "%v", budget)
		for _, q := range report.Open {
			assert.Equal(t, proof.Inconclusive, q.Outcome)
		}
	}
	sp, err := solver.Compile(t.Context(), p.Rules, config.Point{Date: config.NewDate(2026, 6, 1), Plant: "NHV"}, solver.Config{NoCircuit: true})
	require.NoError(t, err)
	report, err := proof.Audit(t.Context(), p, sp, proof.Config{Budget: time.Millisecond})
	require.NoError(t, err)
	require.NotEmpty(t, report.Open)
}
