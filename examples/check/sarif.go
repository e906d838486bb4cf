package main

import (
	"io"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/analysis"
)

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
	sarifInvocation struct {
		ExecutionSuccessful        bool                `json:"executionSuccessful"`
		ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifRun struct {
		Tool struct {
			Driver struct {
				Name  string      `json:"name"`
				Rules []sarifRule `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
)

// sarifRules returns the kinds of findings, with their meaning.
func sarifRules() []sarifRule {
	rules := []sarifRule{{"defect", sarifText{"A file of the product cannot be read as it is."}}}
	for _, k := range analysis.Kinds() {
		rules = append(rules, sarifRule{k.String(), sarifText{k.Meaning()}})
	}
	for _, k := range proof.FindingKinds() {
		rules = append(rules, sarifRule{k.String(), sarifText{k.Meaning()}})
	}
	return append(rules, sarifRule{"order", sarifText{"An open order cannot be built any more, or its bill cannot be made."}})
}

// sarifLevels are the words of SARIF for severities.
var sarifLevels = map[proof.Severity]string{proof.Error: "error", proof.Warning: "warning", proof.Info: "note"}

// writeSARIF writes the results for all directories as a SARIF 2.1.0 document.
func writeSARIF(w io.Writer, all []*checked) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Rules = "confspace check", sarifRules()
	add := func(kind, level, dir string, place source.Place, message string) {
		result := sarifResult{RuleID: kind, Level: level, Message: sarifText{message}}
		at := sarifPlace{}
		at.ArtifactLocation.URI = (&url.URL{Path: path.Join(filepath.ToSlash(dir), place.File)}).String()
		if place.IsValid() {
			at.Region = &sarifRegion{place.Line, place.Column}
		}
		result.Locations = []sarifLocation{{at}}
		run.Results = append(run.Results, result)
	}
	for _, c := range all {
		for _, d := range c.defects {
			add("defect", "error", c.dir, d.Place, message(d))
		}
		if c.err != nil {
			add("defect", "error", c.dir, source.Place{}, c.err.Error())
		}
		for _, f := range c.findings() {
			if !f.accepted {
				add(f.kind, sarifLevels[f.severity], c.dir, f.place, strings.Join(append([]string{f.message}, f.facts...), "; "))
			}
		}
		if c.changed != nil {
			for _, d := range c.changed.defects {
				add("defect", "error", "", d.Place, message(d))
			}
			for _, o := range c.changed.orders {
				if broken := broken(o); broken != "" {
					add("order", "error", "", o.Fate.Order.Place, broken)
				}
			}
		}
	}
	run.Invocations = []sarifInvocation{invocation(all)}
	return write(w, struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// message returns a defect in one line.
func message(d source.Defect) string {
	if d.Hint == "" {
		return d.Msg
	}
	return d.Msg + ". " + d.Hint
}

// invocation tells what was asked and has no answer: that is not fine.
func invocation(all []*checked) sarifInvocation {
	out := sarifInvocation{ExecutionSuccessful: true}
	for _, c := range all {
		for _, question := range c.unanswered() {
			out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, sarifNotification{"error", sarifText{c.dir + ": " + question}})
		}
		out.ExecutionSuccessful = out.ExecutionSuccessful && c.err == nil && len(out.ToolExecutionNotifications) == 0
	}
	return out
}
