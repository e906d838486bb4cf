package bom

import "github.com/confspace/confspace/config/source"

// A column of bom.csv.
type column int

const (
	columnLevel column = iota
	columnPosition
	columnSelect
	columnWhen
	columnPart
	columnName
	columnQuantity
	columnPer
	columnUnit
	columnUsage
	columnPhantom
	columnFrom
	columnUntil
	columnFromSerial
	columnUntilSerial
	columnPlants
	columnStation
	columnPositionFrom
	columnPositionUntil
	columnPositionFromSerial
	columnPositionUntilSerial
	columnPositionPlants
	numColumns
)

var columnNames = [numColumns]string{
	"level", "position", "select", "when", "part", "name", "quantity", "per", "unit", "usage", "phantom",
	"from", "until", "from_serial", "until_serial", "plants", "station",
	"position_from", "position_until", "position_from_serial", "position_until_serial", "position_plants",
}

// columns are the known columns and the required ones.
var columns = source.Columns{Known: columnNames[:], Required: []string{"level", "position", "part", "quantity"}}
