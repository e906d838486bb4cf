package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/examples/internal/schematest"
	"github.com/confspace/confspace/solver/analysis"
)

// faulty are directories with every kind of thing that check tells.
func faulty(t *testing.T) []string {
	void := []string{"rules.yaml", "reason: The frame carries the battery.}", "reason: x}\n  - {id: R-2, rule: STEEL & ALU, until: 2026-03-01}"}
	return []string{
		directory(t),
		directory(t, "bom.csv", "F-AL,1,ALU,", "F-AL,1,ALU & RACK,"),
		directory(t, "bom.csv", "LAMP,1,LIGHT,", "LAMP,1,LIGHT & !LIGHT,"),
		directory(t, append(void, "bom.csv", "F-AL,1,ALU,,,", "F-AL,1,ALU | RACK,,,")...),
		directory(t, "bom.csv", "STEEL", "STEL"),
		directory(t, "rules.yaml", "ALU requires LIGHT", "STEEL & ALU"),
		filepath.Join(t.TempDir(), "none"),
	}
}

func TestJSON(t *testing.T) {
	c := schematest.New(t)
	dirs := faulty(t)
	for _, dir := range dirs {
		_, out, errs := call(t, "-json", dir)
		assert.Empty(t, errs)
		c.Require(t, "check", out)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var interrupted, errors bytes.Buffer
	assert.Equal(t, 1, run(ended, []string{"-json", dirs[0]}, &interrupted, &errors))
	assert.Contains(t, interrupted.String(), `"error": "context canceled"`)
	c.Require(t, "check", interrupted.String())
	require.NoError(t, os.Remove(filepath.Join(dirs[0], "line.yaml")))
	require.NoError(t, os.Remove(filepath.Join(dirs[0], "bom.csv")))
	before, after, folder := twoReleases(t)
	for _, args := range [][]string{{"-date", "2026-11-02", "-old-date", "2026-11-01"}, {"-orders", filepath.Join(folder, "orders.jsonl"), "-renames", filepath.Join(folder, "renames.csv")}} {
		_, out, errs := call(t, append(args, "-json", "-against", before, after)...)
		assert.Empty(t, errs)
		c.Require(t, "check", out)
	}
	mixed := filepath.Join(folder, "mixed.jsonl")
	require.NoError(t, os.WriteFile(mixed, []byte(`{"id": "O-1", "options": ["STEL"]}`), 0o644))
	_, unanswered, _ := call(t, "-json", "-against", before, "-orders", mixed, after)
	c.Require(t, "check", unanswered)
	_, refused, _ := call(t, "-json", "-orders", filepath.Join(folder, "orders.jsonl"), after)
	c.Require(t, "check", refused)
	accepts := filepath.Join(folder, "baseline.csv")
	require.NoError(t, os.WriteFile(accepts, []byte("kind,subject,reason,until\ngap,position 10,The aluminium rack comes in May.,2027-01-01\n"), 0o644))
	_, out, errs := call(t, "-json", "-baseline", accepts, "-today", "2026-11-02", dirs[1])
	assert.Empty(t, errs)
	c.Require(t, "check", out)
	status, out, errs := call(t, append(dirs, "-json")...)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	c.Require(t, "check", out)
	c.RequireTight(t, "check")
	var document struct {
		Products []struct {
			Passes bool
			Audit  struct {
				Findings []struct {
					ID      string
					Witness *struct{ ID string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &document))
	require.Len(t, document.Products, len(dirs))
	assert.True(t, document.Products[0].Passes)
	assert.Equal(t, "gap-1", document.Products[1].Audit.Findings[0].ID)
	assert.Equal(t, "gap-1", document.Products[1].Audit.Findings[0].Witness.ID)
}

func TestSARIF(t *testing.T) {
	dirs := faulty(t)
	status, out, errs := call(t, append(dirs, "-sarif")...)
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	type result struct {
		RuleID    string `json:"ruleId"`
		Level     string
		Message   struct{ Text string }
		Locations []struct {
			PhysicalLocation struct {
				ArtifactLocation struct{ URI string }
				Region           *struct{ StartLine, StartColumn int }
			}
		}
	}
	var document struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Rules []struct{ ID string }
				}
			}
			Results []result
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &document))
	require.Equal(t, "2.1.0", document.Version)
	require.Len(t, document.Runs, 1)
	rules := map[string]bool{}
	for _, r := range document.Runs[0].Tool.Driver.Rules {
		rules[r.ID] = true
	}
	kinds := map[string]result{}
	for _, r := range document.Runs[0].Results {
		require.True(t, rules[r.RuleID], r.RuleID)
		require.Contains(t, []string{"error", "warning", "note"}, r.Level)
		require.NotEmpty(t, r.Message.Text)
		kinds[r.RuleID] = r
	}
	require.Contains(t, kinds, "void")
	gap := kinds["gap"].Locations[0].PhysicalLocation
	assert.Equal(t, filepath.ToSlash(dirs[1])+"/bom.csv", gap.ArtifactLocation.URI)
	assert.Equal(t, 2, gap.Region.StartLine)
	assert.Contains(t, kinds["gap"].Message.Text, "; order gap-1: ALU LIGHT")

	folder := filepath.Join(t.TempDir(), "a bicycle, 50 %#1")
	require.NoError(t, os.Rename(dirs[1], folder))
	_, out, _ = call(t, "-sarif", folder)
	require.NoError(t, json.Unmarshal([]byte(out), &document))
	assert.True(t, strings.HasSuffix(document.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI, "/a%20bicycle,%2050%20%25%231/bom.csv"))

	status, out, _ = call(t, "-sarif", dirs[0])
	assert.Zero(t, status)
	assert.Contains(t, out, `"executionSuccessful": true`)
	assert.NotContains(t, out, `"level": "error"`)
	status, _, _ = call(t, "-sarif", "-json", dirs[0])
	assert.Equal(t, 2, status)
}

// What has no answer is not fine: SARIF says so beside the results.
func TestSARIFWithoutAnAnswer(t *testing.T) {
	var out bytes.Buffer
	open := &report{Report: &proof.Report{Open: []proof.OpenQuestion{
		{Outcome: proof.Inconclusive, Question: "numbers of findings", Reason: "since the circuit is too large", Points: 2},
		{Outcome: proof.NotChecked, Question: "stations and operations", Reason: "since the product has not a line", Points: 2},
	}}}
	require.NoError(t, writeSARIF(&out, []*checked{{dir: "van", report: open, ruled: &ruled{Report: new(analysis.Report)}}}))
	assert.Contains(t, out.String(), `"executionSuccessful": false`)
	assert.Contains(t, out.String(), `"text": "van: numbers of findings: inconclusive, since the circuit is too large at 2 points"`)
	assert.NotContains(t, out.String(), "stations and operations")
}
