package line

import (
	"slices"

	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config/source"
)

// Lacking returns the tools and capabilities that an operation needs and its station does not
// have, in their order; nil if there are none. The caller owns the slice. It panics if there is no
// such operation.
func (l *Line) Lacking(id OperationID) []string {
	o := &l.operations[id]
	var lacking []string
	for _, tool := range o.Needs {
		if !slices.Contains(l.stations[o.Station].Tools, tool) {
			lacking = append(lacking, tool)
		}
	}
	return lacking
}

// An unknownTool is a cause: a tool that no station has, for all operations that need it.
type unknownTool struct{ tool string }

// checkTools checks the tools of stations and the needs of operations: some station has each tool
// that an operation needs. If it is another than the operation's, package proof tells which orders
// have the operation.
func (d *lineDraft) checkTools() {
	known := make(map[string]bool)
	for i := range d.l.stations {
		s, entry := &d.l.stations[i], &d.spec.stations[i]
		s.Tools = d.distinct(entry.Tools, entry.tools, entry.node, entry.Place, "has the tool", func() string { return d.stationLabel(StationID(i)) })
		for _, tool := range s.Tools {
			known[tool] = true
		}
	}
	for i := range d.l.operations {
		o, entry := &d.l.operations[i], d.entries[i]
		o.Needs = d.distinct(entry.Needs, entry.needs, entry.node, entry.Place, "needs", func() string { return d.label(OperationID(i)) })
		for k, tool := range entry.Needs {
			if known[tool] || d.lostStations || d.lostTools || !slices.Contains(o.Needs, tool) {
				continue
			}
			hint := source.DidYouMean(tool, slices.Values(sorted(known)))
			d.list.AddOnce(unknownTool{tool}, defect(nodeAt(entry.needs, k, entry.node), entry.Place, hint, "%s needs %s, which no station has among its tools", d.label(OperationID(i)), tool))
		}
	}
}

// distinct returns the tools of a list without those that have a fault or are there twice, which it
// reports; subject names whose they are.
func (d *lineDraft) distinct(codes []string, nodes []*source.Node, node *source.Node, place source.Place, verb string, subject func() string) []string {
	var out []string
	for i, code := range codes {
		switch fault := tell.CodeFault("tool", code); {
		case fault != "":
			d.report(nodeAt(nodes, i, node), place, "", "%s: %s", subject(), fault)
		case slices.Contains(out, code):
			d.report(nodeAt(nodes, i, node), place, "", "%s %s %s twice", subject(), verb, code)
		default:
			out = append(out, code)
		}
	}
	return out
}

// nodeAt returns one of some nodes, or another node where there is none.
func nodeAt(nodes []*source.Node, i int, other *source.Node) *source.Node {
	if i < len(nodes) {
		return nodes[i]
	}
	return other
}
