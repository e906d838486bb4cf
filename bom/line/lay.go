package line

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/internal/exact"
	"github.com/confspace/confspace/bom/internal/tell"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// maxOperations is the limit of operations at one station, where precedence is
// kept as a closed relation of n²/8 bytes. A real station does a dozen within
// its takt.
const maxOperations = 1 << 10

// New builds a line whose operations consume the parts of a structure.
//
// The error, if any, is source.Defects with every defect found: codes that are
// missing or used twice, durations and takt that are not a time above zero,
// unknown predecessors and positions (with the nearest known one), predecessors
// at a later station and cycles of precedence among operations that are in one
// order for certain, consumed positions that are delivered elsewhere, positions
// that both are consumed and ride along, needs that no station has among its tools, stations of the structure that the
// line lacks, and parts without a station, of their own or of an assembly
// above. Defects of one cause are reported once, with the number of places that
// follow from it. Stations and operations without a code are named by their
// number.
//
// It panics if the structure is nil, or a condition is bound to another catalog
// than the structure's.
func New(s *bom.Structure, spec Spec) (*Line, error) {
	if s == nil {
		panic("line: New needs a structure; it is nil")
	}
	d := &lineDraft{structure: s, catalog: s.Catalog(), spec: lineEntry{Spec: spec}}
	for _, station := range spec.Stations {
		entry := stationEntry{StationSpec: station}
		for _, operation := range station.Operations {
			entry.operations = append(entry.operations, operationEntry{OperationSpec: operation})
		}
		d.spec.stations = append(d.spec.stations, entry)
	}
	return d.line()
}

// A lineDraft is a line on its way from its description to its tables. The
// nodes of the entries are nil where the line was not read from a file.
type lineDraft struct {
	structure *bom.Structure // nil if it could not be read: parts are not checked then
	catalog   *config.Catalog
	list      source.List
	spec      lineEntry

	l       *Line
	entries []*operationEntry // OperationID -> its description
	end     []bom.ItemID      // bom.ItemID -> the first item after those in it
	hints   int               // the number of codes compared

	// lostStations and lostOperations: the file has a station or operation that could
	// not be read, or has no code; an unknown code may be its own.
	lostStations, lostOperations bool
	lostTools                    bool            // a station has a key that was not read and may be tools
	codes                        []string        // of the operations, sorted
	called                       map[string]bool // the codes that operations come after
	hinted                       map[string]bool // those of them that were reported as unknown
}

type lineEntry struct {
	Spec
	node, takt *source.Node
	badTakt    bool
	stations   []stationEntry
}

// entryHead is the place of the code of a station or operation.
type entryHead struct {
	node *source.Node
	bad  bool // there is no code; reported
}

type stationEntry struct {
	StationSpec
	entryHead
	operations []operationEntry
	rides      []*source.Node  // as StationSpec.Rides
	tools      []*source.Node  // as StationSpec.Tools
	crew       [2]*source.Node // of operators and teams
}

type operationEntry struct {
	OperationSpec
	entryHead
	duration     *source.Node
	badDuration  bool           // it has none, which was reported
	unbound      string         // the text of a condition that is not in When: it has defects, or the catalog is missing
	after, parts []*source.Node // as OperationSpec.After and Parts
	needs        []*source.Node // as OperationSpec.Needs
}

// line runs the steps; each reports all its defects.
func (d *lineDraft) line() (*Line, error) {
	d.l = &Line{structure: d.structure, name: d.spec.Name, takt: d.spec.Takt}
	d.number()
	d.checkTimes()
	d.checkTools()
	d.linkPrecedence()
	if d.structure != nil && len(d.l.stations) > 0 {
		d.bindStations()
		d.bindParts()
	}
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	d.measure()
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	d.closePrecedence()
	if err := d.list.Err(); err != nil {
		return nil, err
	}
	return d.l, nil
}

// report adds a defect at a node, or at a place without a node.
func (d *lineDraft) report(node *source.Node, place source.Place, hint, format string, args ...any) {
	d.list.Add(defect(node, place, hint, format, args...))
}

func defect(node *source.Node, place source.Place, hint, format string, args ...any) source.Defect {
	msg := fmt.Sprintf(format, args...)
	if node != nil {
		return node.Defect(msg, hint)
	}
	return source.Defect{Place: place, Msg: tell.Visible(msg), Hint: hint}
}

// name names the line.
func (d *lineDraft) name() string {
	if d.spec.Name == "" {
		return "the line"
	}
	return "line " + d.spec.Name
}

// label names an operation by its code or, if it has none, by its number.
func (d *lineDraft) label(o OperationID) string {
	operation := &d.l.operations[o]
	if operation.Code != "" {
		return "operation " + operation.Code
	}
	first := o
	for first > 0 && d.l.operations[first-1].Station == operation.Station {
		first--
	}
	return fmt.Sprintf("operation %d of %s", o-first+1, d.stationLabel(operation.Station))
}

// stationLabel names a station by its code or, if it has none, by its number.
func (d *lineDraft) stationLabel(id StationID) string {
	if code := d.spec.stations[id].Code; code != "" {
		return "station " + code
	}
	return fmt.Sprintf("station %d", id+1)
}

// stationCode is the code of a station or, if it has none, its number.
func (d *lineDraft) stationCode(id StationID) string {
	if code := d.spec.stations[id].Code; code != "" {
		return code
	}
	return d.stationLabel(id)
}

// number gives stations and operations their ids and finds codes used twice.
func (d *lineDraft) number() {
	l := d.l
	if len(d.spec.stations) == 0 && !d.lostStations {
		d.report(d.spec.node, d.spec.Place, "", "the line has no stations")
	}
	l.stationByCode, l.operationByCode = make(map[string]StationID), make(map[string]OperationID)
	var conditions condition.Interner
	for i := range d.spec.stations {
		entry := &d.spec.stations[i]
		d.lostStations = d.lostStations || entry.bad
		id := StationID(len(l.stations))
		other, twice := l.stationByCode[entry.Code]
		switch fault := tell.CodeFault("code", entry.Code); {
		case entry.bad:
		case fault != "":
			d.report(entry.node, entry.Place, "", "station %d: %s", i+1, fault)
		case twice:
			d.report(entry.node, entry.Place, "", "station %s is there twice%s", entry.Code, l.stations[other].Place.FirstAt())
		default:
			l.stationByCode[entry.Code] = id
		}
		first := OperationID(len(l.operations))
		for j := range entry.operations {
			d.addOperation(id, first, &entry.operations[j], &conditions)
		}
		end := OperationID(len(l.operations))
		if end-first > maxOperations {
			d.report(entry.node, entry.Place, "", "%s has %d operations; the limit is %d", d.stationLabel(id), end-first, maxOperations)
		}
		station := Station{Code: entry.Code, Name: entry.Name, Operators: entry.Operators, Teams: entry.Teams, First: first, End: end, Place: entry.Place}
		d.checkCrew(id, &station, entry)
		l.stations = append(l.stations, station)
	}
	l.conditions = conditions.Table()
}

func (d *lineDraft) addOperation(station StationID, first OperationID, entry *operationEntry, conditions *condition.Interner) {
	l := d.l
	id := OperationID(len(l.operations))
	if !entry.When.IsZero() && entry.When.Catalog() != d.catalog {
		panic("line: an operation's condition is bound to another catalog")
	}
	l.operations = append(l.operations, Operation{
		Code: entry.Code, Name: entry.Name, Station: station, When: entry.When, Duration: entry.Duration,
		Effectivity: entry.Effectivity, Place: entry.Place,
	})
	l.when = append(l.when, conditions.Add(entry.When))
	l.dated = append(l.dated, !entry.Effectivity.Always())
	d.entries = append(d.entries, entry)
	d.lostOperations = d.lostOperations || entry.bad
	other, twice := d.l.operationByCode[entry.Code]
	switch fault := tell.CodeFault("code", entry.Code); {
	case entry.bad:
	case fault != "":
		d.report(entry.node, entry.Place, "", "operation %d of %s: %s", id-first+1, d.stationLabel(station), fault)
	case twice:
		d.report(entry.node, entry.Place, "give each version of an operation its own code and effectivity",
			"operation %s is there twice%s", entry.Code, l.operations[other].Place.FirstAt())
	default:
		d.l.operationByCode[entry.Code] = id
	}
	if err := entry.Effectivity.Validate(); err != nil {
		d.report(entry.node, entry.Place, "", "%s: %v", d.label(id), err)
	}
	if d.catalog == nil {
		return
	}
	d.catalog.CheckEffectivity(entry.Effectivity, d.label(id), &d.list, func(msg, hint string) source.Defect {
		if entry.node == nil {
			return source.Defect{Place: entry.Place, Msg: msg, Hint: hint}
		}
		return entry.node.Defect(msg, hint)
	})
}

// maxCrew is the limit of operators, and of teams, of a station.
const maxCrew = 1_000

// checkCrew checks the operators and teams of a station; the default is one.
func (d *lineDraft) checkCrew(id StationID, s *Station, entry *stationEntry) {
	for i, n := range [2]*int{&s.Operators, &s.Teams} {
		if *n == 0 && entry.crew[i] == nil {
			*n = 1
		}
		if *n < 1 || *n > maxCrew {
			number := strconv.Itoa(*n)
			if node := entry.crew[i]; node != nil {
				number = node.Text // which n limits
			}
			d.report(firstNode(entry.crew[i], entry.node), entry.Place, "",
				"%s has %s %s; the number must be from 1 to %d", d.stationLabel(id), number, [2]string{"operators", "teams"}[i], maxCrew)
		}
	}
}

// checkTimes checks that takt and durations are times above zero.
func (d *lineDraft) checkTimes() {
	if !d.spec.badTakt {
		if fault := timeFault(d.spec.Takt); fault != "" {
			d.report(firstNode(d.spec.takt, d.spec.node), d.spec.Place, "such as 62 s", "takt %s %s", d.spec.Takt, fault)
		}
	}
	for o, entry := range d.entries {
		if entry.badDuration {
			continue
		}
		if fault := timeFault(entry.Duration); fault != "" {
			wrong := defect(firstNode(entry.duration, entry.node), entry.Place, "such as 45 s or 1.5 min",
				"%s: duration %s %s", d.label(OperationID(o)), entry.Duration, fault)
			if entry.Duration.Unit == config.None && entry.duration != nil {
				d.list.AddOnce(noUnit{}, wrong) // the unit was forgotten
				continue
			}
			d.list.Add(wrong)
		}
	}
}

// noUnit is the cause of durations in a file that have no unit.
type noUnit struct{}

func timeFault(q config.Quantity) string {
	switch {
	case q.Unit.Dimension() != seconds.Dimension():
		return "is not a time"
	case q.Amount.Sign() <= 0:
		return "must be above zero"
	}
	return ""
}

var seconds = exact.Unit("s")

func firstNode(nodes ...*source.Node) *source.Node {
	for _, node := range nodes {
		if node != nil {
			return node
		}
	}
	return nil
}

// measure converts takt and durations to the smallest unit that one of them
// uses. Without a catalog some units may be unknown; then no line is
// returned.
func (d *lineDraft) measure() {
	if d.catalog == nil {
		return
	}
	l := d.l
	l.unit = l.takt.Unit
	for i := range l.operations {
		if order, err := exact.Compare(l.operations[i].Duration.Unit, l.unit); err == nil && order < 0 {
			l.unit = l.operations[i].Duration.Unit
		}
	}
	inUnit := func(q config.Quantity) config.Decimal {
		q, err := q.In(l.unit)
		if err != nil {
			panic("line: a duration is not a time: " + err.Error())
		}
		return q.Amount
	}
	l.taktAmount = inUnit(l.takt)
	for i := range l.stations {
		crew := config.NewDecimal(int64(l.stations[i].Operators) * int64(l.stations[i].Teams))
		l.capacities = append(l.capacities, l.taktAmount.Mul(crew))
	}
	l.durations = make([]config.Decimal, len(l.operations))
	var sum exact.Sum
	for i := range l.operations {
		l.durations[i] = inUnit(l.operations[i].Duration)
		if !sum.Add(l.durations[i]) {
			entry := d.entries[i]
			d.report(firstNode(entry.duration, entry.node), entry.Place, "such as 45 s or 1.5 min",
				"the durations are fractions without a common denominator of at most %d bits", exact.MaxDenominator)
			return
		}
	}
}

func sorted[V any](known map[string]V) []string { return slices.Sorted(maps.Keys(known)) }
