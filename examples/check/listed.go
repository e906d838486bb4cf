package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/words"
)

// listed is a finding about a bill, a line or rules as it is printed.
type listed struct {
	id, kind, meaning string
	subject           string // with kind, what a baseline accepts
	severity          proof.Severity
	place             source.Place
	message           string
	facts             []string
	why               func(*bufio.Writer)
	accepted          bool // by the baseline
}

// maxShown is how many findings of one kind the text shows without -all.
const maxShown = 20

// printFindings writes findings by kind, each with its place. Of notes, which are informations,
// and of accepted findings it writes nothing unless all are asked for.
func printFindings(out *bufio.Writer, q question, all []listed) {
	for first := 0; first < len(all); {
		end := first
		var show []listed
		for ; end < len(all) && all[end].kind == all[first].kind; end++ {
			if f := all[end]; q.all || f.severity > proof.Info && !f.accepted {
				show = append(show, f)
			}
		}
		if len(show) > 0 {
			printKind(out, q, show)
		}
		first = end
	}
}

// printKind writes the findings of one kind.
func printKind(out *bufio.Writer, q question, show []listed) {
	of := show[0].severity.String()
	if show[0].severity == proof.Info {
		of = "note"
	}
	fmt.Fprintf(out, "%s: %s. %s\n", show[0].kind, words.Number(len(show), of), show[0].meaning)
	hidden := 0
	if !q.all && len(show) > maxShown {
		show, hidden = show[:maxShown], len(show)-maxShown
	}
	width := len(show[len(show)-1].id)
	for _, f := range show {
		fmt.Fprintf(out, "  %-*s  %s%s\n", width, f.id, f.place.Prefix(), f.message)
		if len(f.facts) > 0 {
			fmt.Fprintf(out, "  %-*s  %s\n", width, "", strings.Join(f.facts, "; "))
		}
		if q.why {
			f.why(out)
		}
	}
	if hidden > 0 {
		fmt.Fprintf(out, "  and %d more; -all shows them\n", hidden)
	}
}

// verdict counts findings by severity.
func verdict(all []listed) string {
	counts := make(map[proof.Severity]int)
	accepted := 0
	for _, f := range all {
		if f.accepted {
			accepted++
			continue
		}
		counts[f.severity]++
	}
	var parts []string
	for _, s := range []proof.Severity{proof.Error, proof.Warning} {
		if counts[s] > 0 {
			parts = append(parts, words.Number(counts[s], s.String()))
		}
	}
	if parts == nil {
		parts = append(parts, "nothing wrong")
	}
	if counts[proof.Info] > 0 {
		parts = append(parts, words.Number(counts[proof.Info], "note"))
	}
	if accepted > 0 {
		parts = append(parts, fmt.Sprintf("%d accepted", accepted))
	}
	return strings.Join(parts, ", ")
}

// pass reports whether no finding that is not accepted has a severity or a graver one. For no severity all pass.
func pass(all []listed, severity proof.Severity) bool {
	for _, f := range all {
		if severity > 0 && f.severity >= severity && !f.accepted {
			return false
		}
	}
	return true
}

// acceptedIDs returns the ids of the accepted findings.
func acceptedIDs(all []listed) (ids []string) {
	for _, f := range all {
		if f.accepted {
			ids = append(ids, f.id)
		}
	}
	return ids
}
