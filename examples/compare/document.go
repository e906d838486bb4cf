package main

import (
	"encoding/json"
	"io"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/difference"
)

type releaseJSON struct {
	Release        string       `json:"release"`
	AsOf           config.Point `json:"as_of,omitzero"`
	Options        int          `json:"options"`
	Rules          int          `json:"rules"`
	Configurations string       `json:"configurations,omitempty"`
}

type ordersJSON struct {
	Read    int                `json:"read"`
	Invalid int                `json:"invalid"`
	Mended  int                `json:"mended"`
	Broken  []*difference.Fate `json:"broken"`
	Defects []source.Defect    `json:"defects,omitempty"`
}

type partJSON struct {
	Count    string             `json:"count,omitempty"`
	Share    *float64           `json:"share,omitempty"`
	Smallest *config.Order      `json:"smallest,omitempty"`
	Causes   []difference.Cause `json:"causes,omitempty"`
}

// writeJSON writes the comparison as one document, examples/schema/compare.schema.json, on one line: two
// releases of a large model differ in hundreds of rules.
func (c *compared) writeJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	withdrawnPlants, addedPlants := c.plants()
	return out.Encode(struct {
		Format    string             `json:"format"`
		Product   string             `json:"product"`
		Old       releaseJSON        `json:"old"`
		New       releaseJSON        `json:"new"`
		Withdrawn []string           `json:"withdrawn,omitempty"`
		Added     []string           `json:"added,omitempty"`
		OldPlants []string           `json:"withdrawn_plants,omitempty"`
		NewPlants []string           `json:"added_plants,omitempty"`
		Kept      partJSON           `json:"kept"`
		Lost      partJSON           `json:"lost"`
		Gained    partJSON           `json:"gained"`
		Shared    *difference.Shared `json:"shared,omitempty"`
		Orders    *ordersJSON        `json:"orders,omitempty"`
	}{
		source.Format, c.Match.New().Product(), c.before.json(c.Old), c.after.json(c.New),
		codes(c.Match.Old(), c.Match.Withdrawn()), codes(c.Match.New(), c.Match.Added()), withdrawnPlants, addedPlants,
		part(c.Kept, c.kept), part(c.Lost, c.lost), part(c.Gained, c.gained), c.shared, c.orders.json(),
	})
}

func (r release) json(n *big.Int) releaseJSON {
	return releaseJSON{r.name, r.space.AsOf(), r.space.Catalog().NumOptions(), r.space.Stats().Rules, text(n)}
}

func (f *fates) json() *ordersJSON {
	if f == nil {
		return nil
	}
	return &ordersJSON{f.read, f.before, f.mended, append([]*difference.Fate{}, f.broken...), f.defects}
}

func part(p difference.Part, smallest *config.Order) partJSON {
	out := partJSON{Count: text(p.Count), Smallest: smallest, Causes: p.Causes}
	if p.Count != nil {
		out.Share = &p.Share
	}
	return out
}

// text returns a count as text; empty if it is not known.
func text(n *big.Int) string {
	if n == nil {
		return ""
	}
	return n.String()
}

func codes(cat *config.Catalog, options []config.OptionID) []string {
	var out []string
	for _, o := range options {
		out = append(out, cat.Code(o))
	}
	return out
}
