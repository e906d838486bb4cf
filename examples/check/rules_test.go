package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ruledBicycle is a product whose rules have faults: nobody can have a rack, and a rule says what
// another one says.
func ruledBicycle(t *testing.T) string {
	return directory(t, "rules.yaml", "reason: The frame carries the battery.}", `reason: The frame carries the battery.}
  - {id: R-2, rule: STEEL excludes RACK}
  - {id: R-3, rule: RACK requires !ALU}
  - {id: R-4, rule: RACK & ALU requires LIGHT}
  - {id: R-5, rule: RACK | STEEL | LIGHT}`)
}

func TestRules(t *testing.T) {
	dir := ruledBicycle(t)
	status, out, errs := call(t, dir)
	assert.Empty(t, errs)
	assert.Zero(t, status)
	assert.Equal(t, `dead_option: 1 warning. No configuration has the option.
  dead_option-1  options.yaml:5:45: option RACK can never be chosen
idle_rule: 1 warning. A rule never fires.
  idle_rule-1  rules.yaml:5:10: rule R-4 never fires: RACK & ALU never holds
2 warnings, 2 notes: 5 rules in force
nothing wrong: 3 positions, 4 part numbers, proved for all orders at 1 point
`, out)

	status, out, _ = call(t, "-fail-on", "warning", "-all", "-why", dir)
	assert.Equal(t, 1, status)
	for _, want := range []string{
		"redundant_rule: 2 notes. The other rules and the catalog say what a rule says.\n",
		"  redundant_rule-2  rules.yaml:6:10: rule R-5 follows from R-1 and the catalog\n    rules.yaml:2:10: R-1: ALU requires LIGHT",
		"removed: how many configurations the others allow and each rule alone does not, beside 3 configurations\n  R-1 0\n",
		"  dead_option-1  options.yaml:5:45: option RACK can never be chosen\n    rules.yaml:3:10: R-2: STEEL excludes RACK\n",
	} {
		assert.Contains(t, out, want)
	}

	accepts := filepath.Join(t.TempDir(), "baseline.csv")
	require.NoError(t, os.WriteFile(accepts, []byte("kind,subject,reason,until\ndead_option,option RACK,It comes in May.,2027-01-01\nidle_rule,rule R-4,So does this one.,2027-01-01\n"), 0o644))
	status, out, _ = call(t, "-fail-on", "warning", "-baseline", accepts, "-today", "2026-11-02", dir)
	assert.Zero(t, status)
	assert.True(t, strings.HasPrefix(out, "nothing wrong, 2 notes, 2 accepted: 5 rules in force\n"), out)

	_, out, _ = call(t, "-sarif", dir)
	assert.Contains(t, out, `"ruleId": "dead_option",
          "level": "warning"`)
	_, out, _ = call(t, "-json", "-all", dir)
	assert.Contains(t, out, `"removed": "0"`)
}

// TestRulesAsOf: rules are analysed as of the point that is asked for, the first order, or the last
// point at which something can be built.
func TestRulesAsOf(t *testing.T) {
	dir := directory(t, "rules.yaml", "reason: The frame carries the battery.}", `reason: x}
  - {id: R-2, rule: STEEL excludes RACK, from: 2026-03-01}
  - {id: R-3, rule: STEEL & ALU, from: 2026-06-01}`)
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "nothing wrong: 2 rules in force as of 2026-03-01\n"},
		{[]string{"-date", "2026-01-01"}, "nothing wrong: 1 rule in force as of 2026-01-01\n"},
		{[]string{"-date", "2026-07-01"}, "1 error: 3 rules in force as of 2026-07-01\n"},
	} {
		_, out, errs := call(t, append(test.args, dir)...)
		assert.Empty(t, errs)
		assert.Contains(t, out, test.want)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "orders.jsonl"), []byte(`{"id":"O-1","date":"2026-02-01","options":["STEEL"]}`+"\n"), 0o644))
	_, out, errs := call(t, dir)
	assert.Empty(t, errs)
	assert.Contains(t, out, "nothing wrong: 1 rule in force as of 2026-02-01\n")
}

// Of a product that nothing can be built of, the rules are told that alone are to blame.
func TestRulesRemovedFromNothing(t *testing.T) {
	_, out, _ := call(t, "-all", directory(t, "rules.yaml", "reason: The frame carries the battery.}", "reason: x}\n  - {id: R-2, rule: STEEL & ALU}"))
	assert.Contains(t, out, "removed: how many configurations the others allow and each rule alone does not, beside 0 configurations\n  R-2 ")
	assert.NotContains(t, out, "R-1 0")
	_, out, _ = call(t, "-all", directory(t, "rules.yaml", "reason: The frame carries the battery.}", "reason: x}\n  - {id: R-2, rule: RACK & !RACK}\n  - {id: R-3, rule: STEEL & ALU}"))
	assert.NotContains(t, out, "removed: ")
}

// A kind of finding that there is not is told with the nearest of all kinds, or with all of them.
func TestBaselineKinds(t *testing.T) {
	for kind, want := range map[string]string{
		"dead_opton": `"dead_opton" is not a kind of finding` + "\n    dead_opton,x,y,2027-01-01\n    ^^^^^^^^^^\n    did you mean dead_option?",
		"overlod":    "did you mean overload?",
		"none":       `"none" is not a kind of finding`,
		"zzzzzzzz":   "    write contradiction, dead_option, idle_rule, ",
	} {
		accepts := filepath.Join(t.TempDir(), "baseline.csv")
		require.NoError(t, os.WriteFile(accepts, []byte("kind,subject,reason,until\n"+kind+",x,y,2027-01-01\n"), 0o644))
		status, _, errs := call(t, "-baseline", accepts, directory(t))
		assert.Equal(t, 1, status)
		assert.Contains(t, errs, want)
	}
}

// A finding about rules that does not hold always says when it does; and what begins later is looked at, too.
func TestRulesOverTime(t *testing.T) {
	_, out, errs := call(t, "-date", "2026-01-01", directory(t, "rules.yaml", "reason: The frame carries the battery.}", `reason: x}
  - {id: R-2, rule: "!RACK", until: 2026-06-01}
  - {id: R-3, rule: STEEL & ALU requires RACK, from: 2026-09-01}`))
	assert.Empty(t, errs)
	assert.Contains(t, out, "  dead_option-1  options.yaml:5:45: option RACK can never be chosen\n                 until 2026-06-01\n")
	assert.Contains(t, out, "  idle_rule-1  rules.yaml:4:10: rule R-3 never fires: STEEL & ALU never holds\n2 warnings: 2 rules in force as of 2026-01-01\n")
}
