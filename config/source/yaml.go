package source

// ParseYAML reads a YAML or JSON file as a tree of nodes with places.
func ParseYAML(f *File, list *List) *Node {
	list.Add(f.Whole("YAML reading is not there yet", ""))
	return nil
}

// At returns the byte offset in the file of byte i of a scalar's Text.
func (n *Node) At(i int) int { return n.Offset + i }
