package cover

import (
	"context"
	"fmt"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// bind returns the selections of vehicles, or all that is wrong with them: they must be orders that
// can be built, and complete ones if that is asked for.
func bind(ctx context.Context, space *solver.Space, orders []config.Order, complete bool) ([]*config.Selection, error) {
	var list source.List
	out := make([]*config.Selection, len(orders))
	for i, o := range orders {
		report, err := space.Validate(ctx, o)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err == nil {
			out[i], err = o.Bind(space.Catalog())
		}
		switch {
		case err != nil:
			list.AddError(o.Place, err)
		case report.Verdict == solver.Invalid:
			defect, err := refuse(ctx, space, o, report)
			if err != nil {
				return nil, err
			}
			list.Add(defect)
		case complete && !out[i].Complete():
			list.Add(source.Defect{
				Place: o.Place, Msg: fmt.Sprintf("vehicle %s leaves options open", o.ID),
				Hint: "a vehicle that is checked must decide every option; cover.Build completes one",
			})
		}
	}
	return out, list.Err()
}

// maxBroken is how many demands a defect names.
const maxBroken = 3

// refuse says why a given vehicle cannot be built.
func refuse(ctx context.Context, space *solver.Space, o config.Order, report solver.Report) (source.Defect, error) {
	causes := report.Broken
	if len(causes) == 0 { // several demands together
		why, err := space.Explain(ctx, o)
		if err != nil {
			return source.Defect{}, err
		}
		causes = why.Causes
	}
	var parts []string
	for _, c := range causes[:min(len(causes), maxBroken)] {
		parts = append(parts, c.String())
	}
	if more := len(causes) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return source.Defect{
		Place: o.Place, Msg: fmt.Sprintf("vehicle %s cannot be built: %s", o.ID, strings.Join(parts, "; ")),
		Hint: "mend it or take it out: a given vehicle must be an order that can be built",
	}, nil
}
