package product

import (
	"encoding/json"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/solver"
)

// MarshalJSON writes the order, its verdict and what it breaks, each as
// solver.Cause writes itself.
func (r *Refusal) MarshalJSON() ([]byte, error) {
	broken := r.Report.Broken
	if broken == nil {
		broken = []solver.Cause{}
	}
	return json.Marshal(struct {
		Order   tell.OrderJSON `json:"order"`
		Verdict string         `json:"verdict"`
		Void    bool           `json:"void,omitempty"`
		Broken  []solver.Cause `json:"broken"`
	}{tell.OrderOf(r.Order), r.Report.Verdict.String(), r.Report.Void, broken})
}

// MarshalJSON writes the order, its verdict, the bill of material ("bom") and
// the routing, if there is one.
func (r *Resolution) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Order   tell.OrderJSON `json:"order"`
		Verdict string         `json:"verdict"`
		BOM     *bom.Bill      `json:"bom"`
		Routing *line.Routing  `json:"routing,omitempty"`
	}{tell.OrderOf(r.Order), r.Report.Verdict.String(), r.Bill, r.Routing})
}
