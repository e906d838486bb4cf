package source

// Cell is one field of a CSV file.
type Cell struct {
	// Text is the value without surrounding spaces and quotes.
	Text string
	Pos  Position
	// Offset is the byte offset of the value in the file's text.
	Offset int
}

// Table is a CSV file: a header row, and rows that all have its width.
type Table struct {
	Header []Cell
	Rows   [][]Cell
}

// ParseCSV reads a CSV file with a header row.
func ParseCSV(f *File, list *List) *Table {
	list.Add(f.Whole("CSV reading is not there yet", ""))
	return nil
}
