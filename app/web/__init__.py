"""What every page needs of the web: headers around it, what it sends, files, pictures, downloads and the feed."""
