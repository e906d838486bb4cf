package main

import (
	"encoding/json"
	"io"
	"path"
	"path/filepath"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// checked is the result for one directory.
type checked struct {
	dir     string
	defects source.Defects // of its files; then nothing is proved
	report  *report        // nil with defects; beside err it has the proofs that succeeded
	changed *changed       // nil unless the product is compared with an old release
	err     error          // of the proofs, or of the comparison
}

// passes reports whether the directory has no defects, findings and errors, and breaks no open order.
func (c *checked) passes() bool {
	return c.err == nil && c.report != nil && len(c.report.findings) == 0 && (c.changed == nil || c.changed.passes())
}

// write writes a document as indented JSON.
func write(w io.Writer, document any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(document)
}

type productJSON struct {
	Directory   string          `json:"directory"`
	Passes      bool            `json:"passes"`
	Defects     []source.Defect `json:"defects,omitempty"`
	Error       string          `json:"error,omitempty"`
	Positions   int             `json:"positions,omitempty"`
	PartNumbers int             `json:"part_numbers,omitempty"`
	Points      int             `json:"points,omitempty"`
	Void        []config.Point  `json:"void,omitempty"`
	Findings    []findingJSON   `json:"findings,omitempty"`
	Against     *againstJSON    `json:"against,omitempty"`
}

type againstJSON struct {
	Release string                `json:"release"`
	AsOf    config.Point          `json:"as_of,omitzero"`
	Change  *change.Change        `json:"change"`
	Orders  []*change.OrderChange `json:"orders,omitempty"`
}

type findingJSON struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind"`
	Place   string        `json:"place"`
	Message string        `json:"message"`
	Points  int           `json:"points,omitempty"`
	AsOf    *config.Point `json:"as_of,omitempty"`
	Order   *config.Order `json:"order,omitempty"`
}

// writeJSON writes the results for all directories as one document,
// examples/schema/check.schema.json.
func writeJSON(w io.Writer, all []*checked) error {
	document := struct {
		Format   string        `json:"format"`
		Products []productJSON `json:"products"`
	}{Format: source.Format}
	for _, c := range all {
		p := productJSON{Directory: c.dir, Passes: c.passes(), Defects: c.defects}
		if c.err != nil {
			p.Error = c.err.Error()
		}
		if r := c.report; r != nil {
			p.Positions, p.PartNumbers, p.Points, p.Void = r.positions, r.parts, r.points, r.void
			for _, f := range r.findings {
				p.Findings = append(p.Findings, f.json())
			}
		}
		if c := c.changed; c != nil {
			p.Against = &againstJSON{c.old, c.asOf, c.change, c.orders}
		}
		document.Products = append(document.Products, p)
	}
	return write(w, document)
}

func (f *finding) json() findingJSON {
	out := findingJSON{ID: f.id, Kind: f.kind, Place: f.place, Message: f.message(), Order: f.witness}
	if f.first != (config.Point{}) {
		out.AsOf, out.Points = &f.first, f.points
	}
	return out
}

// The parts of a SARIF 2.1.0 document that code-review pages show.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
	sarifRun struct {
		Tool struct {
			Driver struct {
				Name  string      `json:"name"`
				Rules []sarifRule `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
)

// sarifRules are the kinds of findings, with their meaning.
var sarifRules = []sarifRule{
	{"defect", sarifText{"A file of the product cannot be read as it is."}},
	{"gap", sarifText{"Some order finds no part at a position, or no operation for a part."}},
	{"overlap", sarifText{"Some order finds two parts at a position, or two operations for a part."}},
	{"unfitted", sarifText{"Some order has a part that no operation fits."}},
	{"cycle", sarifText{"Some order has operations that wait for each other."}},
	{"dead", sarifText{"No order takes the part."}},
	{"order", sarifText{"An open order cannot be built any more, or its bill cannot be made."}},
	{"void", sarifText{"Nothing can be built at a plant or at a time."}},
}

// writeSARIF writes the results for all directories as a SARIF 2.1.0 document.
func writeSARIF(w io.Writer, all []*checked) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Rules = "confspace check", sarifRules
	add := func(kind, dir string, place source.Place, message string) {
		result := sarifResult{RuleID: kind, Level: "error", Message: sarifText{message}}
		at := sarifPlace{}
		at.ArtifactLocation.URI = path.Join(filepath.ToSlash(dir), place.File)
		if place.IsValid() {
			at.Region = &sarifRegion{place.Line, place.Column}
		}
		result.Locations = []sarifLocation{{at}}
		run.Results = append(run.Results, result)
	}
	for _, c := range all {
		for _, d := range c.defects {
			message := d.Msg
			if d.Hint != "" {
				message += ". " + d.Hint
			}
			add("defect", c.dir, d.Place, message)
		}
		if c.err != nil {
			add("defect", c.dir, source.Place{}, c.err.Error())
		}
		if c.report == nil {
			continue
		}
		for _, f := range c.report.findings {
			var place source.Place
			if err := place.UnmarshalText([]byte(f.place)); err != nil {
				place = source.Place{}
			}
			add(f.kind, c.dir, place, f.message()+f.shown())
		}
		if c.changed != nil {
			for _, o := range c.changed.orders {
				if broken := broken(o); broken != "" {
					add("order", "", o.Fate.Order.Place, broken)
				}
			}
		}
	}
	return write(w, struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}
