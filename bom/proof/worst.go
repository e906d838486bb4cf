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

// An Extreme is the least or the greatest value that an order comes to, and the order.
type Extreme struct {
	Value config.Quantity `json:"value"`
	// Order is complete and can be built; of several the first in canonical order, see
	// [solver.View.Rank]. Its ID says what it shows, such as greatest-S010.
	Order config.Order `json:"order"`
}

// A StationLoad is what orders come to at one station.
type StationLoad struct {
	Station line.StationID
	// Code is the station's, Capacity its [line.Line.Capacity].
	Code     string
	Capacity config.Quantity
	// Least and Greatest are the exact bounds of the workload.
	Least, Greatest Extreme
	// Excess is by how much the greatest workload exceeds the capacity; 0 if it does not.
	Excess config.Quantity
	// Loads says of each workload how many configurations come to it and which share of
	// all; nil where the space has no circuit, or the circuit with the conditions of the
	// line or the workloads do not fit its budget: these things are not known then.
	Loads *solver.Distribution
	// Over is how many configurations exceed the capacity, OverShare their share and
	// Mean the expected workload, in the unit of Capacity; nil and 0 where Loads is nil.
	Over            *big.Int
	OverShare, Mean float64
}

// Worst returns for each station of the line, in its order, the exact least and greatest
// workload of the orders that the space allows and that agree with a selection, each with
// an order that has it, and how workloads are spread. Shares and means are by weight, such
// as take rates made by [solver.Independent], or where weights are nil by number. Weights
// are by option. A nil selection is that of nothing: all orders. It reports false if no order
// agrees with the selection.
//
// Where the space has a circuit and tracks the conditions of the line's operations, or
// has a circuit and one that does is compiled, which the study does once, each station
// takes some passes over it; see [solver.View.Cheapest] and [solver.View.Distribution].
// Else the SAT solver searches for the bounds, and spreads are not known.
//
// The errors are the context's, a weight that is negative or not finite, and durations that
// add up to more than an objective holds. It panics if the study is of no line, the
// selection is of another catalog, or there are not as many weights as options.
func (s *Study) Worst(ctx context.Context, sel *config.Selection, weights []solver.Weight) ([]StationLoad, bool, error) {
	source.NeedContext("proof", ctx)
	s.needLine()
	possible, err := view(s.space, sel).Possible(ctx, rules.True(s.space.Catalog()))
	if err != nil || !possible {
		return nil, false, err
	}
	space := s.space
	if space.HasCircuit() {
		if space, err = s.work.space(ctx); err != nil {
			return nil, false, err
		}
	}
	loads := make([]StationLoad, s.line.NumStations())
	err = spread(len(loads), func(i int) (err error) {
		loads[i], err = s.load(ctx, view(space, sel), space.HasCircuit(), line.StationID(i), weights)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return loads, true, nil
}

// load returns what the orders of a view, of which there are some, come to at one station.
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

// extreme names an order after what it shows. A code that does not fit an order's ID is
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
