package main

import (
	"encoding/json"
	"io"

	"github.com/confspace/confspace/bom/change"
	"github.com/confspace/confspace/bom/fleet"
	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/analysis"
)

// checked is the result for one directory.
type checked struct {
	dir     string
	defects source.Defects // of its files; then nothing is proved
	report  *report        // nil with defects; beside err it has the proofs that succeeded
	ruled   *ruled         // nil with defects
	changed *changed       // nil unless the product is compared with an old release
	open    *fleet.Report  // of open orders; nil unless there is a file of them, and no old release
	err     error          // of the proofs, or of the comparison
}

// passes reports whether the directory has no defects, errors and findings of a severity, and
// breaks or refuses no open order.
func (c *checked) passes(severity proof.Severity) bool {
	return c.err == nil && c.report != nil && c.report.passes(severity) && c.ruled.passes(severity) && (c.changed == nil || c.changed.passes()) && c.allBuilt()
}

// findings returns all findings, those about rules first.
func (c *checked) findings() (all []listed) {
	if c.ruled != nil {
		all = append(all, c.ruled.findings...)
	}
	if c.report != nil {
		all = append(all, c.report.findings...)
	}
	return all
}

// unanswered returns the questions for which something ran out before the answer.
func (c *checked) unanswered() (questions []string) {
	if c.ruled != nil {
		questions = append(questions, c.ruled.unanswered()...)
	}
	if c.report != nil {
		questions = append(questions, c.report.unanswered()...)
	}
	return questions
}

// write writes a document as indented JSON.
func write(w io.Writer, document any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(document)
}

type productJSON struct {
	Directory string           `json:"directory"`
	Passes    bool             `json:"passes"`
	Defects   []source.Defect  `json:"defects,omitempty"`
	Error     string           `json:"error,omitempty"`
	Rules     *analysis.Report `json:"rules,omitempty"`
	Audit     *proof.Report    `json:"audit,omitempty"`
	Accepted  []string         `json:"accepted,omitempty"` // ids of findings
	Against   *againstJSON     `json:"against,omitempty"`
	Orders    *fleet.Report    `json:"orders,omitempty"`
}

type againstJSON struct {
	Release string                `json:"release"`
	AsOf    config.Point          `json:"as_of,omitzero"`
	OldAsOf config.Point          `json:"old_as_of,omitzero"`
	Change  *change.Change        `json:"change"`
	Orders  []*change.OrderChange `json:"orders,omitempty"`
	Defects []source.Defect       `json:"defects,omitempty"` // of orders
}

// writeJSON writes the results for all directories as one document,
// examples/schema/check.schema.json.
func writeJSON(w io.Writer, all []*checked, severity proof.Severity) error {
	document := struct {
		Format   string        `json:"format"`
		Products []productJSON `json:"products"`
	}{Format: source.Format}
	for _, c := range all {
		p := productJSON{Directory: c.dir, Passes: c.passes(severity), Defects: c.defects, Orders: c.open}
		if c.err != nil {
			p.Error = c.err.Error()
		}
		if r := c.report; r != nil {
			p.Audit = r.Report
			p.Accepted = acceptedIDs(r.findings)
		}
		if r := c.ruled; r != nil {
			p.Rules = r.Report
			p.Accepted = append(acceptedIDs(r.findings), p.Accepted...)
		}
		if c := c.changed; c != nil {
			p.Against = &againstJSON{Release: c.old, AsOf: c.at.New, Change: c.change, Orders: c.orders, Defects: c.defects}
			if c.at.Old != c.at.New {
				p.Against.OldAsOf = c.at.Old
			}
		}
		document.Products = append(document.Products, p)
	}
	return write(w, document)
}
