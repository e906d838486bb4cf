package proof_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
)

// Each kind of finding has a small product in testdata, with all that an audit says of it. The
// product has no other finding, but what follows from it.
func TestEachKindHasAProduct(t *testing.T) {
	for _, kind := range proof.FindingKinds() {
		t.Run(kind.String(), func(t *testing.T) {
			p, err := product.Read(os.DirFS(path.Join("testdata", kind.String())))
			require.NoError(t, err)
			report, err := proof.AuditTimeline(t.Context(), p, proof.Config{Why: true})
			require.NoError(t, err)
			require.True(t, slices.ContainsFunc(report.Findings, func(f proof.Finding) bool { return f.Kind == kind }))
			bomtest.GoldenText(t, path.Join(kind.String(), "report.golden"), describe(report))
		})
	}
}

// describe writes all of a report for people.
func describe(r *proof.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%v\n  %v, %v\n", f, f.Severity, f.Subject)
		if !f.Condition.IsZero() {
			fmt.Fprintf(&b, "  when %v\n", f.Condition)
		}
		if f.Count != nil {
			fmt.Fprintf(&b, "  %v configurations, share %.4f\n", f.Count, f.Share)
		}
		if f.Witness != nil {
			fmt.Fprintf(&b, "  order %s %v\n", f.Witness.ID, f.Witness.Options)
		}
		for _, c := range f.Causes {
			fmt.Fprintf(&b, "  since %s%v\n", c.Place().Prefix(), c)
		}
		for _, span := range f.Spans {
			fmt.Fprintf(&b, "  %v\n", span)
		}
	}
	for _, q := range r.Open {
		fmt.Fprintln(&b, q)
	}
	return b.String()
}
