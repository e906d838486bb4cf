package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
	"github.com/confspace/confspace/solver/session"
)

// checkDefaults returns a defect for defaults that no order has together, at any point at which
// something can be built.
func checkDefaults(ctx context.Context, p *product.Product) error {
	if len(p.Rules.Defaults()) == 0 {
		return nil
	}
	var list source.List
	points := calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}})
	for s := range p.Stretches() {
		space, err := points.At(ctx, s.Point())
		if err != nil {
			return err
		}
		_, err = session.Defaults(ctx, space)
		wrong := (*session.DefaultsError)(nil)
		switch {
		case errors.As(err, &wrong):
			var others []string
			for _, d := range wrong.Defaults[1:] {
				others = append(others, p.Catalog.Code(d.Option)+d.Place.At())
			}
			first := wrong.Defaults[0]
			msg := fmt.Sprintf("no order has the default %s", p.Catalog.Code(first.Option))
			if len(others) > 0 {
				msg += " together with " + strings.Join(others, " and ")
			}
			var why []string
			for _, c := range wrong.Explanation.Causes {
				why = append(why, c.String())
			}
			list.AddOnce(msg, source.Defect{Place: first.Place, Msg: msg, Hint: "change it or give it a condition: " + strings.Join(why, "; ")})
		case err != nil && !errors.Is(err, solver.ErrVoid):
			return err
		}
	}
	return list.Err()
}
