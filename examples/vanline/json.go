package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// documentJSON is the document of -json. Numbers that a float cannot hold are
// strings.
type documentJSON struct {
	Format         string          `json:"format"`
	Product        string          `json:"product"`
	AsOf           config.Point    `json:"as_of"`
	Families       int             `json:"families"`
	Options        int             `json:"options"`
	Rules          int             `json:"rules"`
	ModelFamilies  []string        `json:"model_families"`
	Models         int             `json:"models"`
	Configurations string          `json:"configurations"`
	Circuit        circuitJSON     `json:"circuit"`
	Space          string          `json:"space,omitempty"`
	Cost           *costJSON       `json:"cost,omitempty"`
	Shares         []shareJSON     `json:"shares,omitempty"`
	Findings       []proof.Finding `json:"findings,omitempty"`
	Orders         []answerJSON    `json:"orders"`
}

type circuitJSON struct {
	Nodes  int  `json:"nodes"`
	Edges  int  `json:"edges"`
	Proved bool `json:"proved"`
}

// costJSON is the costs of the cheapest and the dearest of some
// configurations.
type costJSON struct {
	Attribute     string           `json:"attribute"`
	Order         *config.Quantity `json:"order,omitempty"`
	Cheapest      config.Quantity  `json:"cheapest"`
	CheapestModel []string         `json:"cheapest_model"`
	Dearest       config.Quantity  `json:"dearest"`
	DearestModel  []string         `json:"dearest_model"`
}

type shareJSON struct {
	Option         string      `json:"option"`
	Configurations string      `json:"configurations"`
	Share          json.Number `json:"share"`
}

type answerJSON struct {
	Order      config.Order    `json:"order"`
	Verdict    string          `json:"verdict"`
	Extensions string          `json:"extensions,omitempty"`
	Outlook    *proof.Outlook  `json:"outlook,omitempty"`
	Variant    string          `json:"variant,omitempty"`
	Of         string          `json:"of,omitempty"`
	Cost       *costJSON       `json:"cost,omitempty"`
	Conflict   []solver.Cause  `json:"conflict,omitempty"`
	Broken     []solver.Cause  `json:"broken,omitempty"`
	Error      string          `json:"error,omitempty"`
	BOM        json.RawMessage `json:"bom,omitempty"`
	Routing    json.RawMessage `json:"routing,omitempty"`
}

func writeJSON(w io.Writer, s *session) error {
	cat, stats := s.product.Catalog, s.asked[0].Stats()
	doc := documentJSON{
		Format: source.Format, Product: cat.Product(), AsOf: s.asOf,
		Families: cat.NumFamilies(), Options: cat.NumOptions(), Rules: stats.Rules,
		ModelFamilies: []string{}, Models: s.nModels, Configurations: s.count.String(),
		Circuit: circuitJSON{stats.Nodes, stats.Edges, true}, Space: s.spaceFile, Cost: costOf(s, s.span),
		Orders: []answerJSON{},
	}
	doc.Findings = s.findings
	for _, x := range s.shares {
		doc.Shares = append(doc.Shares, shareJSON{cat.Code(x.option), x.count.String(), json.Number(fmt.Sprintf("%.6f", x.part))})
	}
	for _, f := range s.models {
		doc.ModelFamilies = append(doc.ModelFamilies, cat.Family(f).Code)
	}
	for _, a := range s.answers {
		doc.Orders = append(doc.Orders, answerOf(s, a))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

func answerOf(s *session, a answer) answerJSON {
	out := answerJSON{
		Order: a.order, Verdict: a.report.Verdict.String(), Broken: a.report.Broken, Cost: costOf(s, a.span),
	}
	if a.extensions != nil {
		out.Extensions, out.Outlook = a.extensions.String(), a.outlook
	}
	if v := a.variant; v != nil {
		out.Variant, out.Of = v.number.String(), v.of.String()
		if out.Cost = costOf(s, v.model); out.Cost != nil {
			out.Cost.Order = v.cost
		}
	}
	if a.failed != nil {
		out.Error = a.failed.Error()
	}
	if a.why != nil {
		out.Conflict = a.why.Causes
	}
	if a.resolution != nil {
		out.BOM = append(a.resolution.Bill.AppendMembers([]byte{'{'}), '}')
		if r := a.resolution.Routing; r != nil {
			out.Routing = append(r.AppendMembers([]byte{'{'}), '}')
		}
	}
	return out
}

func costOf(s *session, x *span) *costJSON {
	if x == nil {
		return nil
	}
	return &costJSON{
		Attribute: s.attribute,
		Cheapest:  x.cheapest.Cost, CheapestModel: s.modelCodes(x.cheapest.Selection),
		Dearest: x.dearest.Cost, DearestModel: s.modelCodes(x.dearest.Selection),
	}
}
