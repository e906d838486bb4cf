package proof

import (
	"context"
	"errors"
	"math/big"
	"strconv"

	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// An Extreme is the least or the greatest value of an order, and the order.
type Extreme struct {
	Value config.Quantity `json:"value"`
	// Order is complete and can be built; of several it is the first in canonical
	// order, see [solver.View.Rank]. Its ID names the extreme, such as greatest-S010.
	Order config.Order `json:"order"`
}

// A StationLoad holds the workloads of orders at one station.
type StationLoad struct {
	Station line.StationID
	// Code is the station's, Capacity its [line.Line.Capacity].
	Code     string
	Capacity config.Quantity
	// Least and Greatest are the exact bounds of the workload.
	Least, Greatest Extreme
	// Excess is the greatest workload less the capacity, at least 0.
	Excess config.Quantity
	// Loads has for each workload the number of configurations with it and their share
	// of all. It is nil, and these figures are unknown, if the space has no circuit, or
	// if the circuit with the conditions of the line, or the workloads, do not fit its
	// budget.
	Loads *solver.Distribution
	// Over is the number of configurations that exceed the capacity, OverShare their
	// share and Mean the expected workload, in the unit of Capacity; nil and 0 if Loads
	// is nil.
	Over            *big.Int
	OverShare, Mean float64
}

// Worst returns for each station of the line, in its order, the exact least and greatest
// workload of the orders that the space allows and that agree with a selection, each with an
// order that has it, and the distribution of workloads. Shares and means are by weight, such
// as take rates made by [solver.Independent], or by number if weights is nil. See
// [solver.Weight] for their order. A nil selection means all orders. It reports false if no
// order agrees with the selection.
//
// If the space has a circuit, each station takes a few passes over a circuit that
// tracks the conditions of the line's operations, see [solver.View.Cheapest] and
// [solver.View.Distribution]; if the space does not track them, the study compiles one
// that does, once. Without a circuit the SAT solver searches the bounds, and
// distributions are unknown.
//
// The errors are the context's, that of a weight that is negative or not finite, and that
// of durations that add up to more than an objective holds. It panics if the study has no
// line, the selection is of another catalog, or there are fewer weights than options, or more
// than options and conditions that the study's space tracks.
func (s *Study) Worst(ctx context.Context, sel *config.Selection, weights []solver.Weight) ([]StationLoad, bool, error) {
	source.NeedContext("proof", ctx)
	s.needLine()
	possible, err := view(s.space, sel).Possible(ctx, rules.True(s.space.Catalog()))
	if err != nil || !possible {
		return nil, false, err
	}
	space, err := s.counting(ctx)
	if err != nil {
		return nil, false, err
	}
	loads := make([]StationLoad, s.line.NumStations())
	err = spread(0, len(loads), func(i int) (err error) {
		loads[i], err = s.load(ctx, view(space, sel), space.HasCircuit(), line.StationID(i), weights)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return loads, true, nil
}

// counting returns a space that tracks the conditions of the operations; without a circuit
// it is the study's.
func (s *Study) counting(ctx context.Context) (*solver.Space, error) {
	if !s.space.HasCircuit() {
		return s.space, nil
	}
	return s.work.space(ctx)
}

// load returns the workloads of the orders of a view, which has at least one, at one
// station.
func (s *Study) load(ctx context.Context, v solver.View, counts bool, id line.StationID, weights []solver.Weight) (StationLoad, error) {
	x := StationLoad{Station: id, Code: s.line.Station(id).Code, Capacity: s.line.Capacity(id)}
	work, err := s.Work(id)
	if err != nil {
		return x, err
	}
	least, _, err := v.Cheapest(ctx, work)
	if err != nil {
		return x, err
	}
	greatest, _, err := v.Dearest(ctx, work)
	if err != nil {
		return x, err
	}
	x.Least = s.extreme("least-", x, least)
	x.Greatest = s.extreme("greatest-", x, greatest)
	x.Excess = config.Quantity{Unit: x.Capacity.Unit}
	if excess := greatest.Cost.Amount.Sub(x.Capacity.Amount); excess.Sign() > 0 {
		x.Excess.Amount = excess
	}
	if !counts {
		return x, nil
	}
	x.Loads, err = v.Distribution(ctx, work, weights)
	switch {
	case errors.Is(err, solver.ErrBudget):
		return x, nil
	case err != nil:
		return x, err
	}
	x.Mean = x.Loads.Mean()
	x.Over, x.OverShare, err = x.Loads.Above(x.Capacity)
	return x, err
}

// extreme names an order after its extreme. A code that does not fit an order's ID is
// replaced by the station's number, from 1.
func (s *Study) extreme(what string, x StationLoad, c solver.Costed) Extreme {
	id := what + x.Code
	if len(id) > config.MaxCode {
		id = what + strconv.Itoa(int(x.Station)+1)
	}
	order := s.space.Catalog().Order(c.Selection)
	order.ID, order.Date, order.Serial, order.Plant = id, s.asOf.Date, s.asOf.Serial, s.asOf.Plant
	return Extreme{c.Cost, order}
}
