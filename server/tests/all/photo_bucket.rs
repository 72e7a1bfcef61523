//! Photos in a bucket: sealed, under the names that they have in a folder, erased when they are there.

use chrono::TimeDelta;
use domain::policy::Role;
use services::{Bucket, PhotoShelf};
use tempfile::TempDir;
use testkit::{World, db_test};

use crate::{object_service::ObjectService, photos::png};

#[db_test]
async fn a_photo_lies_sealed_in_a_bucket_can_be_moved_and_is_erased_there(world: World) {
    let service = ObjectService::start().await;
    let bucket = || PhotoShelf::bucket(&service.bucket()).unwrap();
    let world = world.keeping_photos_in(bucket());
    let me = world.person("w001").hall_role(Role::Worker).create().await.caller(&world).await;
    let photo = world.services.photos().add(&me, png(20), None).await.unwrap();
    let shown = world.services.photos().open(&me, photo.id).await.unwrap().bytes;
    assert!(shown.starts_with(&[0xff, 0xd8]), "a JPEG");

    let objects = service.objects();
    let (name, sealed) = objects.first_key_value().unwrap();
    let id = photo.id.to_string();
    assert_eq!((objects.len(), name), (1, &format!("{}/{id}", &id[id.len() - 2..])));
    assert!(shown.chunks_exact(16).all(|part| !sealed.windows(16).any(|there| there == part)), "no part is readable");

    let folder = TempDir::new().unwrap();
    let file = folder.path().join(name);
    std::fs::create_dir(file.parent().unwrap()).unwrap();
    std::fs::write(file, sealed).unwrap();
    let world = world.keeping_photos_in(PhotoShelf::folder(folder.path()).unwrap());
    assert_eq!(world.services.photos().open(&me, photo.id).await.unwrap().bytes, shown, "the same file in a folder");

    let nowhere = Bucket { name: "another".to_owned(), ..service.bucket() };
    let world = world.keeping_photos_in(PhotoShelf::bucket(&nowhere).unwrap());
    world.clock.advance(TimeDelta::hours(25));
    assert!(world.services.photos().open(&me, photo.id).await.is_err(), "a bucket that is gone is not a photo that is");
    world.services.run_jobs().await.unwrap_err();
    assert_eq!(service.objects().len(), 1);

    let world = world.keeping_photos_in(bucket());
    world.services.run_jobs().await.unwrap();
    assert!(service.objects().is_empty(), "never sent with a request");
}
