package proof_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
)

// timed returns a product that says other things at each of its points: what no order has at one of them,
// some order has at another. closed is a rule more.
func timed(closed string) fstest.MapFS {
	return fstest.MapFS{
		"options.yaml": {Data: []byte(`product: van
families:
  - {family: body, options: [VAN, BUS]}
  - {family: drive, options: [D20, BEV]}
  - {family: extras, select: any, options: [HOOK, RACK]}
`)},
		"rules.yaml": {Data: []byte(`rules:
  - {id: R-1, rule: "!BEV", until: 2026-03-01, reason: Not yet.}
  - {id: R-2, rule: BUS requires HOOK, until: 2026-05-01, reason: It is heavy.}
  - {id: R-3, rule: "!D20", from: 2026-07-01, reason: No more.}
` + closed)},
		"bom.csv": {Data: []byte(`level,position,select,when,part,name,quantity,usage,station,from,until
1,10,,,AXLE-D,Axle,1,D20,S1,,
1,10,,,AXLE-E,Axle,1,BEV,S1,,2026-08-01
1,20,optional,BUS,HOOK,Hook,1,HOOK,S1,,
1,30,optional,,RACK,Rack,1,RACK & BEV,S1,,
1,40,optional,,LAMP,Lamp,1,RACK & D20 & VAN,S1,,2026-04-01
1,40,,,LAMP,Lamp,1,RACK & BUS,S1,2026-04-01,
`)},
		"line.yaml": {Data: []byte(`line: L
takt: 60 s
stations:
  - station: S1
    rides: [30, 40]
    operations:
      - {operation: AXLE, duration: 50 s, parts: [10]}
      - {operation: CABLE, duration: 20 s, when: BEV}
      - {operation: HOOK, duration: 10 s, when: HOOK, parts: [20]}
`)},
	}
}

// A weary context ends with a cause when it is looked at for the last of some times.
type weary struct {
	context.Context
	left  atomic.Int64
	end   context.CancelCauseFunc
	cause error
}

func newWeary(parent context.Context, looks int, cause error) *weary {
	w := &weary{cause: cause}
	w.Context, w.end = context.WithCancelCause(parent)
	w.left.Store(int64(looks))
	return w
}

func (w *weary) look() {
	if w.left.Add(-1) <= 0 {
		w.end(w.cause)
	}
}

func (w *weary) Err() error {
	w.look()
	return w.Context.Err()
}

func (w *weary) Done() <-chan struct{} {
	w.look()
	return w.Context.Done()
}

// Whenever a budget ends, what is found by then is true: no finding is there that is not in the full
// report. So of an audit without all points nothing is said of all orders.
func TestAnExhaustedBudgetFindsNothingFalse(t *testing.T) {
	for what, closed := range map[string]string{"open": "", "closed": "  - {id: R-4, rule: VAN & BUS, from: 2026-06-01, until: 2026-06-08, reason: Holidays.}\n"} {
		t.Run(what, func(t *testing.T) {
			p, err := product.Read(timed(closed))
			require.NoError(t, err)
			name := func(f proof.Finding) string { return fmt.Sprint(f.Kind, f.Subject.Kind, f.Subject.Place) }
			full, err := proof.AuditTimeline(t.Context(), p, proof.Config{Workers: 1})
			require.NoError(t, err)
			require.Empty(t, full.Open)
			known := make(map[string]bool)
			for _, f := range full.Findings {
				known[name(f)] = true
			}
			found := make(map[int]bool)
			for looks := 1; ; looks += 1 + looks/40 {
				r, err := proof.AuditTimeline(newWeary(t.Context(), looks, proof.ErrBudget), p, proof.Config{Workers: 1})
				require.NoError(t, err, "%d looks", looks)
				found[len(r.Findings)] = true
				for _, f := range r.Findings {
					require.True(t, known[name(f)], "%d looks: %v", looks, f)
				}
				if len(r.Open) == 0 {
					require.Len(t, r.Findings, len(full.Findings))
					break
				}
				for _, q := range r.Open {
					require.Equal(t, proof.Inconclusive, q.Outcome)
				}
			}
			require.Greater(t, len(found), 2, "budgets that end early and late")
		})
	}
}
