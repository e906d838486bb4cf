package line

import (
	"errors"
	"io"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Read reads line.yaml (or JSON): a line whose operations consume the parts of s
// and whose conditions name the options of cat. The package documentation
// describes the keys. If s is nil, Read does not check the parts of operations,
// and the line routes no bill. If cat is nil (its file has defects), Read returns
// no line, only the defects of the file by itself: of conditions, those of
// syntax; of times, all but units that the catalog may declare. A structure of
// names alone (see [bom.ReadStructure]) is enough to look positions up. Read
// panics if s is of another catalog.
//
// Places in the file have the given name. The error, if any, is source.Defects
// with every defect of the file, those that New finds included, or the error
// of r. Defects of stations that the structure names have places in its own
// file.
func Read(cat *config.Catalog, s *bom.Structure, name string, r io.Reader) (*Line, error) {
	if s != nil && s.Catalog() != nil && s.Catalog() != cat {
		panic("line: reading a line for a structure of another catalog")
	}
	f, err := source.Read(name, r)
	if err != nil {
		return nil, err
	}
	d := &lineDraft{structure: s, catalog: cat}
	root := source.ParseYAML(f, &d.list)
	if root == nil {
		return nil, d.list.Err()
	}
	o := source.NewDocument(f, root, &d.list, "the line")
	o.Expect(lineKeys)
	d.spec.node, d.spec.Place = root, root.Place
	if name, at := o.String("line"); at == nil { // a line made in code may have no name
		d.spec.Name, _ = o.Required("line")
	} else {
		d.spec.Name = name
	}
	d.spec.Takt, d.spec.takt, d.spec.badTakt = d.readTime(o, "takt")
	for _, node := range o.Items("stations") {
		d.spec.stations = append(d.spec.stations, d.readStation(f, node))
	}
	unread := len(o.Unread()) > 0
	o.Done()
	if o.Broken() {
		return nil, d.list.Err()
	}
	lost := root.Lost() || unread && o.Value("stations") == nil
	d.lostStations, d.lostOperations = d.lostStations || lost, d.lostOperations || lost
	l, err := d.line()
	if cat == nil {
		return nil, err
	}
	return l, err
}

// The keys of the mappings in a line file.
var (
	lineKeys      = source.NewKeys("format", "line", "takt", "stations")
	stationKeys   = source.NewKeys("station", "name", "operators", "teams", "tools", "operations", "rides").Lists("operations", "rides", "tools")
	operationKeys = source.NewKeys(append([]string{"operation", "name", "when", "duration", "after", "parts", "needs"}, config.EffectivityKeys()...)...)
)

func (d *lineDraft) readStation(f *source.File, node *source.Node) stationEntry {
	o := source.NewObject(f, node, &d.list, "a station")
	o.Expect(stationKeys)
	entry := stationEntry{}
	entry.Code, entry.Name, entry.entryHead = readHead(o, node, "station")
	entry.Place = entry.node.Place
	entry.Operators, entry.crew[0] = readCrew(o, "operators")
	entry.Teams, entry.crew[1] = readCrew(o, "teams")
	for _, item := range o.Items("operations") {
		entry.operations = append(entry.operations, d.readOperation(f, item))
	}
	entry.rides, entry.Rides = codesOf(o.Strings("rides"))
	entry.tools, entry.Tools = codesOf(o.Strings("tools"))
	d.lostTools = d.lostTools || len(o.Unread()) > 0 && o.Value("tools") == nil
	d.lostOperations = d.lostOperations || len(o.Unread()) > 0 && o.Value("operations") == nil
	o.Done()
	return entry
}

// readCrew reads a number of operators or teams; a number beyond the limit
// stays beyond it.
func readCrew(o *source.Object, key string) (int, *source.Node) {
	n, at := o.Int(key)
	return int(max(min(n, maxCrew+1), -1)), at
}

func (d *lineDraft) readOperation(f *source.File, node *source.Node) operationEntry {
	o := source.NewObject(f, node, &d.list, "an operation")
	o.Expect(operationKeys)
	entry := operationEntry{}
	entry.Code, entry.Name, entry.entryHead = readHead(o, node, "operation")
	entry.Place = entry.node.Place
	if text, at := o.String("when"); at != nil && text != "" {
		entry.When, entry.unbound = d.readCondition(at)
	}
	entry.Duration, entry.duration, entry.badDuration = d.readTime(o, "duration")
	entry.after, entry.After = codesOf(o.Strings("after"))
	entry.parts, entry.Parts = codesOf(o.Strings("parts"))
	entry.needs, entry.Needs = codesOf(o.Strings("needs"))
	entry.Effectivity = config.ReadEffectivity(d.catalog, o, &d.list)
	o.Done()
	return entry
}

// readCondition reads a condition, or without a catalog checks its syntax;
// unbound is its text if it was not bound.
func (d *lineDraft) readCondition(at *source.Node) (when rules.Expr, unbound string) {
	when, ok := rules.ParseAt(d.catalog, at.Text, at.Within, &d.list)
	if !ok || d.catalog == nil {
		return rules.Expr{}, at.Text
	}
	return when, ""
}

// readHead reads the code and the name of a station or operation. From then
// on messages name it by its code, if it has one.
func readHead(o *source.Object, node *source.Node, key string) (code, name string, head entryHead) {
	code, at := o.Required(key)
	if at == nil {
		head = entryHead{node: node, bad: true}
	} else {
		head = entryHead{node: at}
		o.Rename(key + " " + code)
	}
	name, _ = o.String("name")
	return code, name, head
}

// readTime reads a required quantity; bad means that it was reported, or that
// its unit is unknown without a catalog.
func (d *lineDraft) readTime(o *source.Object, key string) (q config.Quantity, at *source.Node, bad bool) {
	text, at := o.Required(key)
	if at == nil {
		return config.Quantity{}, o.Node(), true
	}
	parse := config.ParseQuantity
	if d.catalog != nil {
		parse = d.catalog.ParseQuantity
	}
	q, err := parse(text)
	switch {
	case err == nil:
		return q, at, false
	case d.catalog == nil && errors.Is(err, config.ErrUnknownUnit): // the catalog may declare it
	default:
		msg := key + ": " + err.Error()
		d.list.AddOnce(wrongTime{msg}, at.Defect(msg, "such as 62 s or 1.5 min"))
	}
	return config.Quantity{}, at, true
}

// A wrongTime is a cause: a text that is not a time, in any number of
// operations.
type wrongTime struct{ msg string }

func codesOf(nodes []*source.Node) ([]*source.Node, []string) {
	codes := make([]string, len(nodes))
	for i, node := range nodes {
		codes[i] = node.Text
	}
	return nodes, codes
}
