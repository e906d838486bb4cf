package change

import (
	"context"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/bom/proof"
)

// A StationChange is a station that some order exceeds.
type StationChange struct {
	// Old is what orders of the old release come to; nil if it does not have the station.
	Old *proof.StationLoad
	New proof.StationLoad
}

// stations collects the stations that are newly exceeded.
func (s *studies) stations(ctx context.Context) error {
	before, after, err := each(
		func() ([]proof.StationLoad, error) { return loads(ctx, s.old, s.before.Product) },
		func() ([]proof.StationLoad, error) { return loads(ctx, s.recent, s.after.Product) },
	)
	if err != nil {
		return err
	}
	old := make(map[string]*proof.StationLoad)
	for i := range before {
		old[before[i].Code] = &before[i]
	}
	for _, x := range after {
		was := old[x.Code]
		if !x.Excess.Amount.IsZero() && (was == nil || was.Excess.Amount.IsZero()) {
			s.c.Stations = append(s.c.Stations, StationChange{was, x})
		}
	}
	return nil
}

// loads returns what orders of a release come to at each station.
func loads(ctx context.Context, study *proof.Study, p *product.Product) ([]proof.StationLoad, error) {
	if p.Line == nil {
		return nil, nil
	}
	all, _, err := study.Worst(ctx, nil, nil)
	return all, err
}
