"""First names that many people in England have, of many origins. Those that are also everyday
words (Will, Mark, Rose, May, Grace, Joy, Sue, Rob, Bill, Frank, Hope, Faith, Dean) are left out."""

_NAMES = """
    Aaron Abdul Abigail Adam Adebayo Aisha Alan Alexander Alice Alison Amanda Amelia Amina Amir
    Amy Ananya Andrea Andrew Angela Anita Anna Anne Anthony Arjun Ayesha Barbara Benjamin Beth
    Bethany Blessing Brian Caroline Catherine Charles Charlotte Chidi Chloe Christine Christopher
    Claire Daniel David Deborah Deepa Denise Diana Divya Donna Dorothy Edward Eleanor Elizabeth
    Ella Ellie Emily Emma Esther Eve Fatima Fiona Freya Gareth Gary Gemma Geoffrey George Georgia
    Gillian Hannah Harriet Harry Hassan Heather Helen Holly Ibrahim Imran Isabella Isla Jacob
    Jacqueline Jade James Jamie Jane Janet Jasmine Jason Jean Jennifer Jessica Joanna Joanne John
    Jonathan Joseph Joshua Julia Julie Karen Katarzyna Kate Katherine Kathleen Katie Keith Kelly
    Kenneth Kerry Kevin Kiran Kwame Laura Lauren Leah Lewis Liam Linda Lisa Louise Lucy Luke Lynn
    Malcolm Manpreet Margaret Maria Marie Marion Martin Mary Matthew Maureen Megan Melanie Mia
    Michael Michelle Mohammed Muhammad Naomi Natalie Natasha Neha Neil Ngozi Nicholas Nicola Nigel
    Oliver Olivia Olu Omar Pamela Patricia Paul Pauline Peter Philip Piotr Priya Rachel Rajesh
    Rebecca Richard Robert Roger Ryan Sally Samantha Samuel Sandra Sanjay Sarah Sean Sharon Sheila
    Shirley Simon Siobhan Sophie Stephanie Stephen Steven Stuart Sunita Susan Tanya Teresa Thomas
    Timothy Tracey Usman Valerie Vanessa Victoria Wendy William Yasmin Yusuf Zainab Zoe
"""
COMMON = frozenset(_NAMES.split())
